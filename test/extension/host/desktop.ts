import { join } from 'node:path'
import { runTests } from '@vscode/test-electron'
import type { Outcome } from './results.ts'
import { conclude, follow, suiteEntry, suiteFolders } from './suite.ts'

/** Runs the same suite in the desktop VS Code, downloaded by `@vscode/test-electron`. */
export async function runSuiteInDesktop(root: string): Promise<Outcome> {
  const folders = await suiteFolders(root)
  const noise: string[] = []
  const stopFollowing = follow(folders.results)
  try {
    await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath: suiteEntry(root),
      extensionTestsEnv: { DAGLINE_TEST_RESULTS: folders.results },
      launchArgs: [
        folders.workspace,
        '--disable-workspace-trust',
        '--disable-extensions',
        '--user-data-dir',
        join(folders.results, '..', 'user'),
      ],
    }).catch((error: unknown) => noise.push(String(error)))
    return await conclude(folders, noise)
  } finally {
    stopFollowing()
    await folders.remove()
  }
}
