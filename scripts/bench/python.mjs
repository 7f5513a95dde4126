import { existsSync, readFileSync } from 'node:fs';

/** Debian's Python: the one that python3-torch belongs to. */
export const PYTHON = '/usr/bin/python3';

const OPENMP_BLAS = '/usr/lib/x86_64-linux-gnu/openblas-openmp';

/**
 * The environment in which PyTorch is fast: OpenBLAS with OpenMP (the pthread build fights PyTorch's own
 * threads), and its AVX-512 kernels where the processor has them: the version in Debian 12 does not know newer
 * processors and falls back to kernels that are three times slower.
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
