import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import type { protos } from '@google-cloud/dataproc'

/** Where scripts come from and output goes, by `gs://bucket/name`. */
export interface ServerStorage {
  /** Null where there is no such object. */
  read(uri: string): Promise<Buffer | null>
  write(uri: string, bytes: Buffer): Promise<void>
}

export interface DriverOptions {
  readonly jobId: string
  readonly job: protos.google.cloud.dataproc.v1.IPySparkJob
  /** `gs://…/driveroutput`. */
  readonly output: string
  readonly storage: ServerStorage
  readonly program: readonly string[]
  readonly chunkBytes: number
}

export interface DriverEnd {
  readonly code: number | null
  /** The last line of what it said. */
  readonly problem: string
}

/** The driver program of a job: its files are fetched, it is executed, and what it says is written in chunks as it comes. */
export class Driver {
  readonly ended: Promise<DriverEnd>
  onStart: () => void = () => undefined
  readonly #options: DriverOptions
  #process: ChildProcess | null = null
  #killed = false
  #killAfterLine = false

  constructor(options: DriverOptions) {
    this.#options = options
    this.ended = this.#run()
  }

  kill(): void {
    this.#killed = true
    this.#process?.kill('SIGKILL')
  }

  killAfterFirstLine(): void {
    this.#killAfterLine = true
  }

  async #run(): Promise<DriverEnd> {
    const { job, program, output, storage, chunkBytes } = this.#options
    const folder = mkdtempSync(join(tmpdir(), 'dataproc-driver-'))
    const chunks = new Chunks(output, storage, chunkBytes)
    try {
      // Jars are of use to Spark alone.
      const jars = isSpark(program) ? (job.jarFileUris ?? []) : []
      const uris = [job.mainPythonFileUri!, ...(job.pythonFileUris ?? []), ...jars]
      const files = await Promise.all(uris.map(uri => this.#fetch(uri, folder)))
      const missing = uris[files.indexOf(null)]
      if (missing !== undefined) {
        await chunks.add(Buffer.from(`java.io.FileNotFoundException: Item not found: '${missing}'.\n`))
        return { code: 1, problem: `java.io.FileNotFoundException: Item not found: '${missing}'.` }
      }
      const [script, ...others] = files as string[]
      const python = others.slice(0, others.length - jars.length)
      const options = isSpark(program) ? sparkOptions(job, python, others.slice(python.length)) : []
      return await this.#execute([...program, ...options, script!, ...(job.args ?? [])], folder, python, chunks)
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    }
  }

  async #fetch(uri: string, folder: string): Promise<string | null> {
    const bytes = await this.#options.storage.read(uri)
    if (bytes === null) return null
    const file = join(folder, basename(uri))
    writeFileSync(file, bytes)
    return file
  }

  async #execute([command = '', ...args]: readonly string[], folder: string, paths: readonly string[], chunks: Chunks): Promise<DriverEnd> {
    if (this.#killed) return { code: null, problem: 'killed' }
    const env = { ...process.env, PYTHONUNBUFFERED: '1', PYTHONPATH: [folder, ...paths].join(delimiter) }
    const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#process = child
    this.onStart()
    let said = ''
    const take = (bytes: Buffer): void => {
      said += bytes.toString()
      void chunks.add(bytes)
      if (this.#killAfterLine && said.includes('\n')) this.kill()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    const code = await new Promise<number | null>(done => {
      child.on('error', problem => {
        take(Buffer.from(`${problem.message}\n`))
        done(127)
      })
      child.on('close', done)
    })
    await chunks.written
    return { code, problem: said.trimEnd().split('\n').at(-1) ?? '' }
  }
}

function isSpark([command = '']: readonly string[]): boolean {
  return /spark-submit(\.cmd)?$/.test(command)
}

function sparkOptions({ properties }: DriverOptions['job'], python: readonly string[], jars: readonly string[]): string[] {
  return [
    ...Object.entries(properties ?? {}).flatMap(([name, value]) => ['--conf', `${name}=${value}`]),
    ...(python.length === 0 ? [] : ['--py-files', python.join(',')]),
    ...(jars.length === 0 ? [] : ['--jars', jars.join(',')]),
  ]
}

/** `driveroutput.000000000`, `driveroutput.000000001` …; the last one is written anew whenever it grows. */
class Chunks {
  written: Promise<void> = Promise.resolve()
  readonly #output: string
  readonly #storage: ServerStorage
  readonly #size: number
  #number = 0
  #last = Buffer.alloc(0)

  constructor(output: string, storage: ServerStorage, size: number) {
    this.#output = output
    this.#storage = storage
    this.#size = size
  }

  add(bytes: Buffer): Promise<void> {
    this.written = this.written.then(async () => {
      for (let rest = bytes; rest.length > 0; ) {
        if (this.#last.length === this.#size) {
          this.#number++
          this.#last = Buffer.alloc(0)
        }
        const part = rest.subarray(0, this.#size - this.#last.length)
        rest = rest.subarray(part.length)
        this.#last = Buffer.concat([this.#last, part])
        await this.#storage.write(`${this.#output}.${String(this.#number).padStart(9, '0')}`, this.#last)
      }
    })
    return this.written
  }
}
