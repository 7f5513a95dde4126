// Times TensorFlow.js (WebAssembly) on the training step of 3072-512-2, with random images of the same size.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { serveRounds } from '../peer.mjs';

const STEPS = 2;
await tf.setBackend('wasm');
const variables = [
  [3072, 512],
  [1, 512],
  [512, 2],
  [1, 2],
].map((shape) => tf.variable(tf.randomUniform(shape, -0.02, 0.02)));
const [w1, b1, w2, b2] = variables;
const images = tf.randomNormal([64, 3072]);
const labels = tf.oneHot(
  Array.from({ length: 64 }, (_, i) => i % 2),
  2,
);

// The gradients are explicit, because the WebAssembly build for Node doesn't register any.
function step() {
  tf.tidy(() => {
    const hidden = tf.tanh(tf.add(tf.matMul(images, w1), b1));
    const scores = tf.add(tf.matMul(hidden, w2), b2);
    const dScores = tf.div(tf.sub(tf.softmax(scores), labels), 64);
    const slope = tf.sub(1, tf.square(hidden));
    const dHidden = tf.mul(tf.matMul(dScores, w2, false, true), slope);
    const gradients = [
      tf.matMul(images, dHidden, true),
      tf.sum(dHidden, 0, true),
      tf.matMul(hidden, dScores, true),
      tf.sum(dScores, 0, true),
    ];
    variables.forEach((variable, i) => variable.assign(tf.sub(variable, tf.mul(gradients[i], 0.01))));
  });
}

await serveRounds({ name: `TensorFlow.js ${tf.version_core} wasm` }, () => {
  const start = performance.now();
  for (let i = 0; i < STEPS; i++) step();
  w1.dataSync();
  return { ms: (performance.now() - start) / STEPS };
});
