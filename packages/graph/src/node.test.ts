import { describe, expect, it } from 'vitest';
import { nodesOf } from './node.js';
import { add } from './ops/add.js';
import { exp } from './ops/exp.js';
import { mul } from './ops/mul.js';
import { input } from './tensor.js';

const x = input('x', 'float32', [2]);
const typesOf = (...tensors: Parameters<typeof nodesOf>[0]) => nodesOf(tensors).map((node) => node.definition.type);

describe('nodesOf', () => {
  it('gives each node once, after those it needs', () => {
    const e = exp(x);
    expect(typesOf(mul(add(e, x), e))).toEqual(['Exp', 'Add', 'Mul']);
    expect(typesOf(mul(e, e), e)).toEqual(['Exp', 'Mul']);
  });

  it('gives nothing for inputs, and for nothing', () => {
    expect(typesOf(x)).toEqual([]);
    expect(typesOf()).toEqual([]);
  });

  it('goes through all tensors, those last that are named last', () => {
    const e = exp(x);
    expect(typesOf(add(x, x), mul(e, x))).toEqual(['Add', 'Exp', 'Mul']);
  });

  it('walks graphs deeper than a call stack, and of many ways', () => {
    let y = x;
    for (let i = 0; i < 100_000; i++) y = add(y, y); // 2¹⁰⁰⁰⁰⁰ ways lead from the end to x
    expect(nodesOf([y])).toHaveLength(100_000);
  });
});
