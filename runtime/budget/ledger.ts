import { fairShares } from './fair-share.ts'

/** One runtime as the broker sees it. */
interface Account {
  /** Processors that its tasks occupy and would occupy. */
  demand: number
  /** Processors that it may still be using by what it has last said: the allowance it knows of, or more where tasks go on. */
  held: number
  /** The allowance that it was told last. */
  allowance: number
  readonly tell: (allowance: number) => void
}

/** A member's side of the ledger. */
export interface Entry {
  report(demand: number, held: number): void
  leave(): void
}

/**
 * Who may occupy how many of the machine's processors. An allowance shrinks at once, and its processors go to others only
 * when its holder has said that it heard and no longer uses them; so the sum stays within the machine, but for the one
 * processor that each runtime may always use.
 */
export class Ledger {
  readonly #processors: number
  readonly #accounts = new Set<Account>()
  #settling: boolean

  /** `settling`: runtimes that had allowances of a broker before this one are still to come; until then nothing is divided. */
  constructor(processors: number, settling = false) {
    this.#processors = processors
    this.#settling = settling
  }

  /** Whoever had an allowance has come. */
  settle(): void {
    this.#settling = false
    this.#divide()
  }

  /** Adds a runtime, which says at once what it holds; `tell` is called whenever its allowance changes. */
  join(tell: (allowance: number) => void): Entry {
    const account: Account = { demand: 0, held: 0, allowance: 0, tell }
    return {
      report: (demand, held) => {
        account.demand = demand
        account.held = held
        // It goes on with what it had of the broker before.
        if (this.#settling) account.allowance = held
        this.#accounts.add(account)
        this.#divide()
      },
      leave: () => {
        if (this.#accounts.delete(account)) this.#divide()
      },
    }
  }

  #divide(): void {
    if (this.#settling) return
    const accounts = [...this.#accounts]
    const targets = this.#targets(accounts)
    const told = new Set<Account>()
    for (const [i, account] of accounts.entries()) {
      if (account.allowance <= targets[i]!) continue
      account.allowance = targets[i]!
      told.add(account)
    }
    let free = this.#processors - accounts.reduce((sum, account) => sum + occupied(account), 0)
    // Who has least is raised first.
    const short = accounts.map((account, i) => [account, targets[i]!] as const).filter(([account, target]) => account.allowance < target)
    for (const [account, target] of short.sort(([a], [b]) => a.allowance - b.allowance)) {
      const before = occupied(account)
      // What it uses beyond its allowance is its own to keep.
      const allowance = Math.max(1, account.allowance, Math.min(target, before + Math.max(0, free)))
      if (allowance === account.allowance) continue
      account.allowance = allowance
      told.add(account)
      free -= occupied(account) - before
    }
    // One that hears it may report at once, and so have these be told anew before this loop has ended.
    for (const account of told) account.tell(account.allowance)
  }

  /** What is fair by what is asked for; what is left over is for those that ask for nothing, so that they can start at once. */
  #targets(accounts: readonly Account[]): number[] {
    const shares = fairShares(
      this.#processors,
      accounts.map(account => account.demand),
    )
    const left = this.#processors - shares.reduce((a, b) => a + b, 0)
    const idle = accounts.filter(account => account.demand === 0).length
    if (idle > 0) return shares.map((share, i) => (accounts[i]!.demand > 0 ? share : Math.max(1, Math.floor(left / idle))))
    // Nobody else wants it: the others may grow without asking first.
    return shares.map(share => share + Math.max(0, Math.floor(left / accounts.length)))
  }
}

/** Processors that nobody else can be given. One that asks for nothing may still start one task. */
function occupied({ demand, held, allowance }: Account): number {
  const most = Math.max(held, allowance)
  return demand === 0 && most <= 1 ? 0 : most
}
