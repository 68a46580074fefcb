/**
 * Writes `test.csv`, always the same: `node make_test_csv.mjs > test.csv`. 1,500 sales of five categories over the years
 * 2020 to 2023.
 */

const ROWS = 1500
const CATEGORIES = ['cars', 'food', 'books', 'toys', 'garden']
const FIRST_DAY = Date.UTC(2020, 0, 1)
const DAYS = 4 * 365 + 1

/** A linear congruential generator (Numerical Recipes): every machine gives the same numbers. */
let state = 20220117
const next = below => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}

const lines = ['id,category,lastdate']
for (let id = 1; id <= ROWS; id++) {
  const category = CATEGORIES[next(CATEGORIES.length)]
  const date = new Date(FIRST_DAY + next(DAYS) * 86_400_000).toISOString().slice(0, 10)
  lines.push(`${id},${category},${date}`)
}
process.stdout.write(`${lines.join('\n')}\n`)
