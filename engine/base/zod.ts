import { z } from 'zod';

// The window's content security policy forbids eval, which zod's compiled parsers need. This must run
// before the first schema is made, so every schema imports `z` from here.
z.config({ jitless: true });

export { z };
