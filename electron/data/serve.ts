import { createDataEnvironment } from '../../engine/io/dataEnvironment.js';
import { serve } from '../../engine/worker.js';
import { processPort } from '../processPort.js';

serve(createDataEnvironment(), processPort);
