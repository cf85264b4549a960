import type { Definition } from '../../../shared/definition.ts'
import type { LocalizedText } from '../../../shared/locale.ts'
import type { Source } from '../../../shared/source-file.ts'
import type { DefinitionRecord, SourceEntry } from '../../domain/definition.ts'
import type { UseCaseContext } from '../context.ts'
import { kindCodeOf } from './source-ids.ts'

/** A kind of approval as its source calls it. */
export type SourceKind = {
  code: string
  name: LocalizedText
  group?: Definition['group'] | undefined
  description?: LocalizedText | undefined
  /** In place of the source's name behind 来自. */
  from?: LocalizedText | undefined
  /** Everybody, where it does not say. */
  viewers?: Definition['viewers'] | undefined
  managers?: Definition['managers'] | undefined
  statistics?: boolean | undefined
  entry?: SourceEntry | undefined
}

/**
 * The definition of a source's kind of approval; where there is none yet, or it says something else, it is stored, and
 * Feishu is told in the background. Durable when it resolves.
 */
export async function defineKind(
  ctx: Pick<UseCaseContext, 'store' | 'hash' | 'now' | 'sources'>,
  source: Source,
  kind: SourceKind,
): Promise<DefinitionRecord> {
  const { definitions } = ctx.store
  const code = kindCodeOf(ctx.hash, source.id, kind.code)
  const definition = definitionOf(code, source, kind)
  const { entry } = kind
  const says = (one: DefinitionRecord): boolean =>
    JSON.stringify([one.definition, one.entry]) === JSON.stringify([definition, entry])
  for (;;) {
    const known = await definitions.read(code)
    if (known && known.source !== source.id)
      throw new Error(`${code} is a definition of ours, and source ${source.id} has a kind of that code`)
    if (known?.state === 'live' && says(known)) {
      if (known.approvalCode === null) ctx.sources.tellOfKind(code)
      return known
    }
    const next = { ...nextRecord(known, definition, source.id, ctx.now()), entry }
    // Whoever was first with this version has it; then it is looked at once more.
    const kept = await definitions.change(code, next.version, (current) => current ?? next)
    if (kept && says(kept)) {
      ctx.sources.tellOfKind(code)
      return kept
    }
  }
}

function nextRecord(
  known: DefinitionRecord | undefined,
  definition: Definition,
  source: string,
  savedAt: number,
): DefinitionRecord {
  const { code } = definition
  if (known) return { ...known, version: known.version + 1, definition, state: 'live', savedAt }
  const fresh = { approvalCode: null, appliedHash: null, state: 'live' } as const
  return { code, version: 1, definition, ...fresh, savedAt, source }
}

/** It has no form and no flow: nobody starts one here, and nobody decides one. */
const definitionOf = (
  code: string,
  source: Source,
  { name, group, description, from, viewers, managers, statistics }: SourceKind,
): Definition => ({
  code,
  name,
  group: group ?? { code: `source.${source.id}`, name: source.name },
  ...(description && { description }),
  source: from ?? source.name,
  ...(statistics === false && { statistics }),
  viewers: viewers ?? [{ type: 'TENANT' }],
  managers: managers ?? [],
  selfApproval: 'skip',
  form: [],
  flow: [],
  cc: [],
})
