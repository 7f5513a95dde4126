import { existsSync } from 'node:fs';

/** Debian's Python: the one that python3-torch belongs to. */
export const PYTHON = '/usr/bin/python3';

const OPENMP_BLAS = '/usr/lib/x86_64-linux-gnu/openblas-openmp';

/** The environment in which PyTorch is fast: OpenBLAS with OpenMP; the pthread build fights PyTorch's own. */
export function torchEnvironment() {
  if (!existsSync(OPENMP_BLAS)) {
    throw new Error(
      'PyTorch would be measured with a slow BLAS: install python3-torch and libopenblas0-openmp',
    );
  }
  return { LD_LIBRARY_PATH: OPENMP_BLAS };
}
