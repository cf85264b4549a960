import type { AppliedChange, DefinitionEdit, PlannedChange } from '../../shared/operator-api.ts'
import type { Definition } from '../../shared/definition.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import type { DefinitionsPort } from '../feishu/port.ts'
import { editsOf } from './edits.ts'
import type { DefinitionStore, InstanceStore } from '../store/contract.ts'

export type DefinitionsDeps = {
  store: DefinitionStore
  instances: Pick<InstanceStore, 'underWay'>
  feishu: DefinitionsPort
  now: () => number
}

/** Counting goes no further. */
const MOST_COUNTED = 100_000

/** What was done to one definition; `again`: what failed may succeed by itself later. */
export type Applied = AppliedChange & { again: boolean }

export type ApplyOptions = {
  /** Hide definitions whose file is gone; they cannot be deleted in Feishu. */
  retire: boolean
  /** Create once more what Feishu may have created already without our hearing of it. */
  createAgain: boolean
}

/** What `apply` would do; changes nothing. */
export async function planDefinitions(
  deps: DefinitionsDeps,
  files: readonly Definition[],
  { retire }: { retire: boolean },
): Promise<PlannedChange[]> {
  const wanted = await wantedRecords(deps, files, { retire })
  return Promise.all(wanted.map((one) => plannedOf(deps, one)))
}

/**
 * Makes the files' definitions the ones that new instances start with, and tells Feishu what it does not
 * know yet. What it did not take is tried by the next apply, but for a first creation of ours whose outcome is unclear:
 * Feishu answers a code of its own, so asking twice could leave two that nobody can delete (创建三方审批定义).
 */
export async function applyDefinitions(
  deps: DefinitionsDeps,
  files: readonly Definition[],
  { retire, createAgain }: ApplyOptions,
): Promise<Applied[]> {
  const applied: Applied[] = []
  for (const one of await wantedRecords(deps, files, { retire })) {
    const { record, isNew } = one
    const planned = await plannedOf(deps, one)
    if (isNew) await deps.store.change(record.code, record.version, (current) => merged(current, record))
    const failure = await settle(deps, record, changeInFeishu(deps, record), createAgain)
    const outcome = { error: failure?.words ?? null, again: failure?.again ?? false }
    applied.push({ ...planned, ...outcome })
  }
  return applied
}

/** What Feishu answered for this version meanwhile stays. */
const merged = (current: DefinitionRecord | undefined, record: DefinitionRecord): DefinitionRecord =>
  current ? { ...current, definition: record.definition, state: record.state } : record

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
  // A kind of another system's is made unattended: a second one, empty and with no way to start it, is less than
  // to-dos that wait for an operator.
  const mayCreateAgain = createAgain || record.source !== undefined
  if (change === 'create' && record.creationUnclear === true && !mayCreateAgain) {
    return { words: UNCLEAR_CREATION, again: false }
  }
  return tellFeishu(deps, record)
}

/** `isNew`: not stored like that yet; `from`: the version that is live until then. */
type Wanted = {
  record: DefinitionRecord
  isNew: boolean
  from: number | null
  edits: readonly DefinitionEdit[]
}

async function plannedOf(
  deps: DefinitionsDeps,
  { record, from, edits, isNew }: Wanted,
): Promise<PlannedChange> {
  const inFeishu = changeInFeishu(deps, record)
  const keepsOld = edits.length > 0 || (isNew && record.state === 'retired')
  // One more than is told, so that it is known whether there are more.
  const counted = keepsOld ? await deps.instances.underWay(record.code, MOST_COUNTED + 1) : 0
  return {
    code: record.code,
    change: inFeishu === 'none' && isNew ? 'update' : inFeishu,
    version: { from, to: record.version },
    edits: [...edits],
    tellsFeishu: inFeishu !== 'none',
    underWay: { count: Math.min(counted, MOST_COUNTED), isMore: counted > MOST_COUNTED },
  }
}

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
    ...gone.map((record): Wanted => ({
      record: { ...record, state: 'retired' },
      isNew: true,
      from: record.version,
      edits: [],
    })),
  ]
}

/** The same version while the file says the same; else the next one. */
function nextRecord(stored: DefinitionRecord | undefined, definition: Definition, savedAt: number): Wanted {
  if (!stored) {
    const fresh = { approvalCode: null, appliedHash: null, state: 'live' } as const
    const record: DefinitionRecord = { code: definition.code, version: 1, definition, ...fresh, savedAt }
    return { record, isNew: true, from: null, edits: [] }
  }
  const from = stored.version
  const edits = editsOf(stored.definition, definition)
  const back: readonly DefinitionEdit[] =
    stored.state === 'live' ? [] : [{ path: 'state', before: 'retired', after: 'live' }]
  if (edits.length === 0) {
    return { record: { ...stored, state: 'live' }, isNew: stored.state !== 'live', from, edits: back }
  }
  const record: DefinitionRecord = { ...stored, version: from + 1, definition, state: 'live', savedAt }
  return { record, isNew: true, from, edits: [...back, ...edits] }
}

function changeInFeishu({ feishu }: DefinitionsDeps, record: DefinitionRecord): PlannedChange['change'] {
  if (feishu.hash(record.definition, record.state, record.entry) === record.appliedHash) return 'none'
  if (record.state === 'retired') return 'retire'
  return record.approvalCode === null ? 'create' : 'update'
}

async function tellFeishu(
  { store, feishu }: DefinitionsDeps,
  record: DefinitionRecord,
): Promise<Failed | null> {
  // Before the request, since a process may die while it is under way.
  const isFirst = record.approvalCode === null
  const note = (more: Partial<DefinitionRecord>) =>
    store.change(record.code, record.version, (current) => ({ ...(current ?? record), ...more }))
  if (isFirst) await note({ creationUnclear: true })
  const answer = await feishu.apply(record.definition, record.state, record.approvalCode, record.entry)
  if (answer.ok) {
    const appliedHash = feishu.hash(record.definition, record.state, record.entry)
    await note({ ...answer.value, appliedHash, creationUnclear: false })
    return null
  }
  const { code, message, class: kind } = answer.failure
  const isUnclear = kind === 'unclear' || kind === 'being_done'
  if (isFirst && !isUnclear) await note({ creationUnclear: false })
  const again = kind !== 'refused' && kind !== 'configuration'
  return { words: code === null ? message : `${code} ${message}`, again }
}
