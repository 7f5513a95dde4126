import { existsSync, readFileSync } from 'node:fs';

/** Debian's Python, for which python3-torch is installed. */
export const PYTHON = '/usr/bin/python3';

const OPENMP_BLAS = '/usr/lib/x86_64-linux-gnu/openblas-openmp';

/**
 * The environment in which PyTorch is fast. OpenBLAS uses OpenMP, because its pthread build competes with PyTorch's own
 * threads, and AVX-512 kernels if the processor supports them: Debian 12's version doesn't recognize newer processors
 * and falls back to kernels that are three times slower.
 */
export function torchEnvironment() {
  if (!existsSync(OPENMP_BLAS)) {
    throw new Error(
      'PyTorch would be measured with a slow BLAS: install python3-torch and libopenblas0-openmp',
    );
  }
  const avx512 = readFileSync('/proc/cpuinfo', 'utf8').includes('avx512f');
  return { LD_LIBRARY_PATH: OPENMP_BLAS, ...(avx512 && { OPENBLAS_CORETYPE: 'SKYLAKEX' }) };
}
