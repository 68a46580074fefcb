import { analyze, format, type Host, parse } from '#language'
import { bigFile, type Group, type Measurement, time } from './measure.ts'

const host: Host = { read: () => ({ kind: 'missing' }), resolve: (_from, path) => path, env: () => undefined, now: () => 0 }

/** Parsing, checking and formatting of files of growing length, in a warm process. */
export const language: Group = {
  name: 'language',
  run: async () => {
    const results: Measurement[] = []
    for (const tasks of [100, 1000, 10_000]) {
      const text = bigFile(tasks)
      const note = `${(text.length / 1e6).toFixed(2)} MB of text`
      const runs = tasks > 1000 ? 5 : 15
      // The first rounds only warm up.
      await time(3, () => void analyze(host, 'big.dag', text))
      results.push({ name: `parse ${tasks} tasks`, value: await time(runs, () => void parse(text)), unit: 'ms', note })
      const checked = await time(runs, () => {
        const { diagnostics } = analyze(host, 'big.dag', text)
        if (diagnostics.length > 0) throw new Error(`the file has ${diagnostics.length} diagnostics`)
      })
      const loose = parse(text.replaceAll(': ', ':'))
      results.push({
        name: `format ${tasks} tasks`,
        value: await time(runs, () => void format(loose)),
        unit: 'ms',
        note: 'every line changes',
      })
      results.push({ name: `parse and check ${tasks} tasks`, value: checked, unit: 'ms', note })
    }
    return results
  },
}
