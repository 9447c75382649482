/** Solves `matrix · x = right` in place by elimination with row pivots; null where the matrix is singular. Rows are row-major. */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const n = right.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(matrix[row * n + column]!) > Math.abs(matrix[pivot * n + column]!)) pivot = row;
    }
    const head = matrix[pivot * n + column]!;
    if (!(Math.abs(head) > 0)) return null;
    if (pivot !== column) {
      for (let k = column; k < n; k++) {
        [matrix[column * n + k], matrix[pivot * n + k]] = [matrix[pivot * n + k]!, matrix[column * n + k]!];
      }
      [right[column], right[pivot]] = [right[pivot]!, right[column]!];
    }
    for (let row = column + 1; row < n; row++) {
      const factor = matrix[row * n + column]! / head;
      if (factor === 0) continue;
      for (let k = column; k < n; k++) matrix[row * n + k]! -= factor * matrix[column * n + k]!;
      right[row]! -= factor * right[column]!;
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = right[row]!;
    for (let k = row + 1; k < n; k++) sum -= matrix[row * n + k]! * right[k]!;
    right[row] = sum / matrix[row * n + row]!;
  }
  return right;
}

/** Least squares of `target` on columns through the normal equations; a dependent column gets 0. */
export function leastSquares(columns: readonly Float64Array[], target: Float64Array): Float64Array {
  const n = columns.length;
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) matrix[i * n + j] = dot(columns[i]!, columns[j]!);
  // A tiny relative increase of the diagonal keeps the solution finite for dependent columns.
  for (let i = 0; i < n; i++) matrix[i * n + i] = matrix[i * n + i]! * (1 + 1e-12) || 1;
  const right = Float64Array.from(columns, (column) => dot(column, target));
  return solve(matrix, right) ?? new Float64Array(n);
}
