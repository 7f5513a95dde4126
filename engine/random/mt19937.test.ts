import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mt19937, type Mt19937State, normal } from './torch.js';

describe('Mt19937', () => {
  it("returns the 10,000th number that the C++ standard specifies for std::mt19937's default seed", () => {
    const gen = Mt19937.fromSeed(5489);
    const drawn = Array.from({ length: 10_000 }, () => gen.next());
    expect(drawn[0]).toBe(3499211612);
    expect(drawn.at(-1)).toBe(4123659995);
  });

  it('uses the low 32 bits of any safe integer as its seed', () => {
    expect(Mt19937.fromSeed(2 ** 40 + 7).state()).toEqual(Mt19937.fromSeed(7).state());
    expect(Mt19937.fromSeed(-1).state()).toEqual(Mt19937.fromSeed(2 ** 32 - 1).state());
  });

  it.each([0.5, NaN, 2 ** 53])('rejects the seed %d', (seed) => {
    expect(() => Mt19937.fromSeed(seed)).toThrow('internal/invariant');
  });

  it('continues identically from a state serialized as JSON at any point', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(2000), fc.nat(15), (seed, draws, normals) => {
        const gen = Mt19937.fromSeed(seed);
        for (let i = 0; i < draws; i++) gen.next();
        normal(gen, new Float32Array(normals), 0, 1);
        const state = gen.state();
        const resumed = Mt19937.fromState(JSON.parse(JSON.stringify(state)) as Mt19937State);
        const future = (from: Mt19937) => [
          ...normal(from, new Float32Array(3), 0, 1),
          ...Array.from({ length: 700 }, () => from.next()),
        ];
        expect(resumed.state()).toEqual(state);
        expect(future(resumed)).toEqual(future(gen));
        expect(resumed.state()).toEqual(gen.state());
      }),
    );
  });

  it('does not change a saved state by later draws', () => {
    const gen = Mt19937.fromSeed(1);
    const state = gen.state();
    const first = gen.next();
    expect(Mt19937.fromState(state).next()).toBe(first);
  });

  it.each<[string, (state: Mt19937State) => Mt19937State]>([
    ['too few words', (state) => ({ ...state, words: state.words.slice(8) })],
    ['a word that is not a number', (state) => ({ ...state, words: `zzzzzzzz${state.words.slice(8)}` })],
    ['a position past the end', (state) => ({ ...state, used: 625 })],
    ['a position between two words', (state) => ({ ...state, used: 0.5 })],
    ['an infinite spare number', (state) => ({ ...state, spareNormal: Infinity })],
  ])('rejects a state with %s', (_, damage) => {
    const damaged = damage(Mt19937.fromSeed(0).state());
    expect(() => Mt19937.fromState(damaged)).toThrow('bad-checkpoint/random-state');
  });
});
