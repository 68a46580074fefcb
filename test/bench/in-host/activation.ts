import { writeFileSync } from 'node:fs'
import { extensions } from 'vscode'

const id = 'dagline.dagline'

/** Activates the extension, and writes how long its code took to load and to activate, and whether anything heavy came with it. */
export async function run(): Promise<void> {
  const extension = extensions.getExtension(id)
  if (extension === undefined) throw new Error('the extension is not there')
  if (extension.isActive) throw new Error('the extension is active already')
  const start = performance.now()
  await extension.activate()
  const whole = performance.now() - start
  const loaded = Object.keys(require.cache)
  const heavy = loaded.filter(path => /[\\/](@duckdb|@google-cloud|elkjs)[\\/]/.test(path))
  writeFileSync(
    process.env['DAGLINE_BENCH_RESULTS'] ?? '',
    JSON.stringify({ load: between('LoadExtensionCode'), activate: between('ActivateExtension'), whole, heavy }),
  )
}

interface Marks {
  getMarks(): readonly { readonly name: string; readonly startTime: number }[]
}

/** VS Code's own marks, which its view of running extensions shows; the rest of `whole` is the host's own work. */
function between(step: string): number {
  const at = (when: 'will' | 'did'): number => {
    const { MonacoPerformanceMarks: marks } = globalThis as { MonacoPerformanceMarks?: Marks }
    const mark = marks?.getMarks().findLast(one => one.name === `code/extHost/${when}${step}/${id}`)
    if (mark === undefined) throw new Error(`VS Code set no mark ${when}${step}`)
    return mark.startTime
  }
  return at('did') - at('will')
}
