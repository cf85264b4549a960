import type { NodeView, PersonView, PreviewRequest } from '../../shared/api.ts'
import { findNode, type Definition } from '../../shared/definition.ts'
import type { Locale } from '../../shared/locale.ts'
import { standInsAt } from '../domain/delegation.ts'
import type { RouteNode } from '../domain/instance.ts'
import { filesNamedBy, usableFiles } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { localeFor } from './definition-views.ts'
import { readDelegates } from './delegates.ts'
import { createDirectory } from './directory.ts'
import { planSubmission } from './plan-submission.ts'
import { toNodeViews } from './views.ts'
import { visibleDefinition } from './visibility.ts'

type Input = PreviewRequest & { definition: string; userId: string; locale: Locale | undefined }

/** The nodes and people a form would take. What is not filled in yet is no fault; nothing is stored. */
export async function previewInstance(
  ctx: UseCaseContext,
  { definition: code, userId, form, approvers, locale: asked }: Input,
): Promise<{ nodes: NodeView[]; cc: PersonView[] }> {
  const directory = createDirectory(ctx.people)
  const { definition } = await visibleDefinition(ctx, code, userId, directory)
  const locale = localeFor(definition, asked)
  const submission = { form, approvers, cc: [], userId, locale }
  const plan = await planSubmission(directory, definition, submission, 'partial')
  for (const named of filesNamedBy(definition.form, plan.form)) {
    await usableFiles(ctx, { ...named, by: userId, instanceId: null, locale })
  }

  const delegateOf = await readDelegates(ctx)
  const standIns = (node: RouteNode) =>
    standInsAt(plan.initiator, node, (person) => delegateOf(person, code, ctx.now()))
  const cc = [...new Set([...plan.ccAtStart, ...plan.ccAtEnd])]
  return {
    nodes: toNodeViews(definition, plan, locale, standIns).map((node) =>
      isStillToChoose(definition, node.id, approvers) ? { ...node, approvers: [] } : node,
    ),
    cc: cc.map((person) => ({ userId: person, name: plan.people[person]?.name ?? person })),
  }
}

/** Until the initiator has chosen, nobody stands there: not yet the managers either. */
function isStillToChoose(definition: Definition, nodeId: string, approvers: object): boolean {
  const node = findNode(definition, nodeId)
  return node !== undefined && 'initiatorChoice' in node.approvers && !Object.hasOwn(approvers, nodeId)
}
