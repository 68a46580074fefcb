/**
 * Divides whole processors by max-min fairness: who asks for less than an equal part gets what it asks for, and what it leaves
 * is divided among the others. Whoever asks gets at least one, even where there are more askers than processors: a small run
 * beside a long one is not to wait for hours.
 */
export function fairShares(processors: number, demands: readonly number[]): number[] {
  const shares = demands.map(() => 0)
  const order = demands.map((_, i) => i).sort((a, b) => demands[a]! - demands[b]! || a - b)
  let left = processors
  for (const [rank, i] of order.entries()) {
    const demand = Math.max(0, Math.floor(demands[i]!))
    if (demand === 0) continue
    // The last ones in this order ask most, and get what does not divide evenly.
    const part = Math.floor(left / (order.length - rank))
    shares[i] = Math.max(1, Math.min(demand, part))
    left = Math.max(0, left - shares[i]!)
  }
  return shares
}
