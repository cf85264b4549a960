import type { AppliedChange, PlannedChange } from '../../shared/api.ts'
import type { Definition } from '../../shared/definition.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import type { DefinitionsPort } from '../feishu/port.ts'
import type { DefinitionStore } from '../store/contract.ts'

export type DefinitionsDeps = { store: DefinitionStore; feishu: DefinitionsPort; now: () => number }

/** What `apply` would tell Feishu; changes nothing. */
export async function planDefinitions(
  deps: DefinitionsDeps,
  files: readonly Definition[],
  { retire }: { retire: boolean },
): Promise<PlannedChange[]> {
  const wanted = await wantedRecords(deps, files, { retire })
  return wanted.map(({ record }) => ({ code: record.code, change: changeOf(deps, record) }))
}

/**
 * Makes the files' definitions the ones that new instances start with, and tells Feishu what it does not
 * know yet. A definition that Feishu did not take keeps `appliedHash: null` and is tried by the next apply.
 * With `retire`, definitions whose file is gone are hidden in Feishu (they cannot be deleted there).
 */
export async function applyDefinitions(
  deps: DefinitionsDeps,
  files: readonly Definition[],
  { retire }: { retire: boolean },
): Promise<AppliedChange[]> {
  const applied: AppliedChange[] = []
  for (const { record, isNew } of await wantedRecords(deps, files, { retire })) {
    const change = changeOf(deps, record)
    if (isNew) await deps.store.save(record)
    const error = change === 'none' ? null : await tellFeishu(deps, record)
    applied.push({ code: record.code, change, error })
  }
  return applied
}

type Wanted = { record: DefinitionRecord; isNew: boolean }

async function wantedRecords(
  { store, now }: DefinitionsDeps,
  files: readonly Definition[],
  { retire }: { retire: boolean },
): Promise<Wanted[]> {
  const stored = new Map((await store.list()).map((record) => [record.code, record]))
  const fromFiles = files.map((definition) => nextRecord(stored.get(definition.code), definition, now()))
  if (!retire) return fromFiles
  const kept = new Set(files.map(({ code }) => code))
  const gone = [...stored.values()].filter(({ code, state }) => !kept.has(code) && state === 'live')
  return [
    ...fromFiles,
    ...gone.map((record): Wanted => ({ record: { ...record, state: 'retired' }, isNew: true })),
  ]
}

/** The same version while the file says the same; else the next one. */
function nextRecord(stored: DefinitionRecord | undefined, definition: Definition, savedAt: number): Wanted {
  if (!stored) {
    const fresh = { approvalCode: null, appliedHash: null, state: 'live' } as const
    return { record: { code: definition.code, version: 1, definition, ...fresh, savedAt }, isNew: true }
  }
  // As text, because the order of languages counts too: the first one is the default.
  if (JSON.stringify(stored.definition) === JSON.stringify(definition)) {
    return { record: { ...stored, state: 'live' }, isNew: stored.state !== 'live' }
  }
  return {
    record: { ...stored, version: stored.version + 1, definition, state: 'live', savedAt },
    isNew: true,
  }
}

function changeOf({ feishu }: DefinitionsDeps, record: DefinitionRecord): PlannedChange['change'] {
  if (feishu.hash(record.definition, record.state) === record.appliedHash) return 'none'
  if (record.state === 'retired') return 'retire'
  return record.approvalCode === null ? 'create' : 'update'
}

async function tellFeishu(
  { store, feishu }: DefinitionsDeps,
  record: DefinitionRecord,
): Promise<string | null> {
  const answer = await feishu.apply(record.definition, record.state, record.approvalCode)
  if (!answer.ok) {
    const { code, message } = answer.failure
    return code === null ? message : `${code} ${message}`
  }
  const { approvalCode } = answer.value
  await store.save({ ...record, approvalCode, appliedHash: feishu.hash(record.definition, record.state) })
  return null
}
