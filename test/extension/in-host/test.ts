/** A test that runs inside the extension host. */
export interface HostTest {
  readonly name: string
  readonly body: () => Promise<void> | void
}

/** What was declared, in order. */
export const declared: HostTest[] = []

/** Declares a test. Tests run one after the other, in the order of their files' names, in one workbench. */
export function test(name: string, body: () => Promise<void> | void): void {
  declared.push({ name, body })
}
