import { z } from '../../engine/zod.js';
import { channel, nothing } from './define.js';

/** Data sets on this machine. */
export const dataChannels = {
  /** Asks for the archive of CIFAR-10, checks it and puts its files in place; null when cancelled. */
  'data.chooseArchive': channel(nothing, z.literal(true).nullable()),
};
