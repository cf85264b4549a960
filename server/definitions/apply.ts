import type { AppliedChange, PlannedChange } from '../../shared/operator-api.ts'
import type { Definition } from '../../shared/definition.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import type { DefinitionsPort } from '../feishu/port.ts'
import type { DefinitionStore } from '../store/contract.ts'

export type DefinitionsDeps = { store: DefinitionStore; feishu: DefinitionsPort; now: () => number }

/** What was done to one definition; `again`: what failed may succeed by itself later. */
export type Applied = AppliedChange & { again: boolean }

export type ApplyOptions = {
  /** Hide definitions whose file is gone; they cannot be deleted in Feishu. */
  retire: boolean
  /** Create once more what Feishu may have created already without our hearing of it. */
  createAgain: boolean
}

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
 * know yet. What it did not take is tried by the next apply, but for a first creation whose outcome is unclear:
 * Feishu answers a code of its own, so asking twice could leave two that nobody can delete (创建三方审批定义).
 */
export async function applyDefinitions(
  deps: DefinitionsDeps,
  files: readonly Definition[],
  { retire, createAgain }: ApplyOptions,
): Promise<Applied[]> {
  const applied: Applied[] = []
  for (const { record, isNew } of await wantedRecords(deps, files, { retire })) {
    const change = changeOf(deps, record)
    if (isNew) await deps.store.save(record)
    const failure = await settle(deps, record, change, createAgain)
    applied.push({ code: record.code, change, error: failure?.words ?? null, again: failure?.again ?? false })
  }
  return applied
}

/** `again`: asking once more may help. */
type Failed = { words: string; again: boolean }

const UNCLEAR_CREATION =
  'whether Feishu created it is not known: look for it in the approval admin, then run definitions apply to create it (again)'

async function settle(
  deps: DefinitionsDeps,
  record: DefinitionRecord,
  change: PlannedChange['change'],
  createAgain: boolean,
): Promise<Failed | null> {
  if (change === 'none') return null
  if (change === 'create' && record.creationUnclear === true && !createAgain) {
    return { words: UNCLEAR_CREATION, again: false }
  }
  return tellFeishu(deps, record)
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
): Promise<Failed | null> {
  // Before the request, since a process may die while it is under way.
  const isFirst = record.approvalCode === null
  if (isFirst) await store.save({ ...record, creationUnclear: true })
  const answer = await feishu.apply(record.definition, record.state, record.approvalCode)
  if (answer.ok) {
    const appliedHash = feishu.hash(record.definition, record.state)
    await store.save({ ...record, ...answer.value, appliedHash, creationUnclear: false })
    return null
  }
  const { code, message, class: kind } = answer.failure
  const isUnclear = kind === 'unclear' || kind === 'being_done'
  if (isFirst && !isUnclear) await store.save({ ...record, creationUnclear: false })
  const again = kind !== 'never' && kind !== 'configuration'
  return { words: code === null ? message : `${code} ${message}`, again }
}
