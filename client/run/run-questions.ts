import * as vscode from 'vscode'
import type { GraphResult, GraphResultDag, GraphResultTarget } from '../../server/protocol.ts'
import { fileNameOf } from '../file-name.ts'
import { dagAt } from '../graph/places.ts'
import { words } from '../words.ts'

/** The dag to run: the one that was asked for, the only one, or the one that is picked, the cursor's first. */
export async function chooseDag(
  document: vscode.TextDocument,
  dags: readonly GraphResultDag[],
  wanted: string | undefined,
): Promise<GraphResultDag | undefined> {
  const named = dags.find(dag => dag.name === wanted)
  if (named) return named
  if (dags.length === 0) void vscode.window.showWarningMessage(words.run.noDag(fileNameOf(document.uri)))
  if (dags.length <= 1) return dags[0]
  const editor = vscode.window.visibleTextEditors.find(candidate => candidate.document === document)
  const here = editor && dagAt(dags, editor.selection.active)
  const items = [...dags]
    .sort((a, b) => Number(b === here) - Number(a === here))
    .map(dag => ({ label: dag.name, description: dag.description ?? '', dag }))
  return (await vscode.window.showQuickPick(items, { placeHolder: words.run.pickDag }))?.dag
}

/** The values of a dag's inputs, asked for one by one; undefined where the user gave up. */
export async function askInputs(dag: GraphResultDag): Promise<ReadonlyMap<string, string> | undefined> {
  const answers = new Map<string, string>()
  for (const [index, { name, type, defaultText }] of (dag.inputs ?? []).entries()) {
    const steps = dag.inputs!.length
    const answer = await vscode.window.showInputBox({
      title: words.run.inputTitle(dag.name) + (steps > 1 ? ` (${index + 1}/${steps})` : ''),
      prompt: words.run.inputPrompt(name, type, defaultText !== null),
      value: defaultText ?? '',
      ignoreFocusOut: true,
      validateInput: value => (value === '' && defaultText === null && type !== 'string' ? words.run.inputMissing(name) : null),
    })
    if (answer === undefined) return undefined
    answers.set(name, answer)
  }
  return answers
}

/** A target of the document, picked; undefined where the user gave up. */
export async function pickTarget(graph: GraphResult, chosen: string): Promise<string | undefined> {
  const items = targetsOf(graph).map(({ name }) => ({
    label: name,
    description: [name === 'local' ? words.run.targetHere : '', name === chosen ? words.run.chosen : ''].filter(Boolean).join(' · '),
  }))
  return (await vscode.window.showQuickPick(items, { placeHolder: words.run.pickTarget }))?.label
}

/** A target that asks for it wants its name to be typed; undefined where the user gave up. */
export async function confirmTarget(target: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    prompt: words.run.confirmTarget(target),
    ignoreFocusOut: true,
    validateInput: value => (value === target ? null : words.run.wrongConfirmation(target)),
  })
}

export function targetsOf(graph: GraphResult): readonly GraphResultTarget[] {
  return graph.targets ?? [{ name: 'local', confirm: false }]
}
