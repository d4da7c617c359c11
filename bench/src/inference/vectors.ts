/** How far vectors are from others of the same texts. */
export interface Agreement {
  /** Of the cosines of each text's two vectors. */
  readonly leastCosine: number;
  /** Between any two numbers. */
  readonly largestDifference: number;
}

/**
 * Compares vectors, one after another in each array, with those of the reference.
 *
 * @throws {RangeError} these are not as many, or of another size
 */
export function compareVectors(reference: Vectors, other: Vectors): Agreement {
  const { values: expected, dimension } = reference;
  const { values } = other;
  if (other.dimension !== dimension || values.length !== expected.length || values.length % dimension !== 0) {
    const sizes = [other, reference].map(
      (vectors) => `${vectors.values.length} numbers in vectors of ${vectors.dimension}`,
    );
    throw new RangeError(`${sizes.join(' cannot be compared with ')}.`);
  }
  let leastCosine = 1;
  let largestDifference = 0;
  for (let start = 0; start < values.length; start += dimension) {
    let [product, square, expectedSquare] = [0, 0, 0];
    for (let i = start; i < start + dimension; i++) {
      const [a = 0, b = 0] = [values[i], expected[i]];
      product += a * b;
      square += a * a;
      expectedSquare += b * b;
      largestDifference = Math.max(largestDifference, Math.abs(a - b));
    }
    leastCosine = Math.min(leastCosine, product / Math.sqrt(square * expectedSquare));
  }
  return { leastCosine, largestDifference };
}

/** Of equal size, one after another. */
export interface Vectors {
  readonly dimension: number;
  readonly values: Float32Array;
}
