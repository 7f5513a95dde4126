import { LoomError } from '../../base/errors.js';

/** Says of a table's file why it is not read. */
export function refuse(name: string, why: string): LoomError {
  return new LoomError('bad-data', `${name} cannot be used: ${why}`, { where: name });
}
