/** Networks whose training step is timed; `target` is the maximum ratio to PyTorch's time. */
export const CASES = [
  { name: '3072-512-2 tanh', example: 'birds-vs-airplanes', steps: 25, calls: 4, target: 0.85, tfjs: true },
  { name: 'conv 16-8, 32, 2', example: 'birds-convnet', steps: 8, calls: 4, target: 0.9, tfjs: false },
  {
    name: 'conv 32-32-64-64 batch norm',
    example: 'cifar10-convnet',
    steps: 2,
    calls: 3,
    target: 1.3,
    tfjs: false,
  },
];
