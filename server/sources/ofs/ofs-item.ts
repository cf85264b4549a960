import type { Source } from '../../../shared/source-file.ts'
import type { CompleteReason, TaskStatus } from '../../../shared/status.ts'
import type { Push, PushedCc, PushedHead, PushedTask } from '../../domain/mirror/pushed.ts'
import type { SourceKind } from '../../usecases/sources/define-kind.ts'
import type { MakePush } from '../../usecases/take-push.ts'
import { clockIn, idIn, requiredId, textOf, wordsOf } from '../read-field.ts'
import { readPage } from '../read-page.ts'
import { bad, type Fields } from '../read-source-body.ts'
import { readTime } from '../read-time.ts'

/** What is asked of one to-do of e-cology's interface. */
export type OfsPush = { definition: SourceKind; externalId: string; push: MakePush }

/** 0 to do, 2 done, 4 finished, 8 copied. */
export type Remark = '0' | '2' | '4' | '8'
const REMARKS: readonly string[] = ['0', '2', '4', '8']

type Of = { source: Source; hash: (text: string) => string }

/** Of ReceiveRequestInfoByJson what the body says, of the others what they are called. Throws `bad_request`. */
export function readRemark(fields: Fields): Remark {
  const remark = textOf(fields, 'isremark')
  if (remark === '') return '0'
  if (!REMARKS.includes(remark)) throw bad('isremark is 0 (to do), 2 (done), 4 (finished) or 8 (copied).')
  return remark as Remark
}

/** One to-do as it was pushed: known by (syscode, flowid, receiver). Throws `bad_request`. */
export function readItem(fields: Fields, remark: Remark, of: Of): OfsPush {
  const ids = identityOf(fields, of.source)
  const person = requiredId(fields, 'receiver')
  const said = { fields, remark, person, ids, of }
  const push: Push = {
    mode: 'items',
    head: headOf(said),
    tasks: remark === '8' ? [] : [taskOf(said)],
    cc: remark === '8' ? [ccOf(said)] : [],
  }
  return {
    definition: kindOf(fields, of.source),
    externalId: ids.externalId,
    push: (held) => (remark === '8' && push.cc[0]?.clock === null ? withoutToDo(push, held) : push),
  }
}

type Identity = { externalId: string; flowId: string }

export function identityOf(fields: Fields, { group }: Source): Identity {
  const flowId = requiredId(fields, 'flowid')
  return { flowId, externalId: JSON.stringify([idIn(fields, 'syscode'), groupOf(flowId, group)]) }
}

/** For some callers a flowid is an approval, for others a to-do of one. */
function groupOf(flowId: string, rule: Source['group']): string {
  if (rule === undefined || rule === 'flowid') return flowId
  return flowId.split(rule.separator)[rule.part - 1] ?? flowId
}

export const taskIdOf = (flowId: string, person: string): string => JSON.stringify([flowId, person])
export const scopeOf = (flowId: string): string => JSON.stringify([flowId])

/** By its name, as that is all there is; without one its source's only kind. */
export function kindOf(fields: Fields, source: Source): SourceKind {
  const name = wordsOf(textOf(fields, 'workflowname').slice(0, LONGEST_KIND))
  return { code: name?.['zh-CN'] ?? 'other', name: name ?? source.name }
}
const LONGEST_KIND = 100

type Said = { fields: Fields; remark: Remark; person: string; ids: Identity; of: Of }

function headOf({ fields, remark, of }: Said): PushedHead {
  const { source } = of
  const creator = idIn(fields, 'creator')
  return {
    clock: clockIn(fields, 'receivets'),
    // Finished says nothing of how; whether somebody still has to do something, the to-dos say.
    status: remark === '4' ? (outcomeOf(fields, source) ?? 'HIDDEN') : 'HIDDEN',
    title: wordsOf(textOf(fields, 'requestname')),
    form: [],
    number: null,
    page: pageOf(fields, source),
    initiator: { person: creator === '' ? null : creator, name: creator === '' ? source.name : null },
    department: { id: null, name: null },
    startedAt: readTime(textOf(fields, 'createdatetime'), source.timezone),
    endedAt: null,
  }
}

function taskOf({ fields, remark, person, ids, of }: Said): PushedTask {
  const node = wordsOf(textOf(fields, 'nodename'))
  const { status, completeReason } = standOf(fields, remark, of.source)
  return {
    id: taskIdOf(ids.flowId, person),
    clock: clockIn(fields, 'receivets'),
    person,
    title: null,
    page: pageOf(fields, of.source),
    status,
    completeReason,
    node: node && { id: `n${of.hash(node['zh-CN'] ?? '').slice(0, 16)}`, name: node },
    actions: [],
    context: null,
    isConsigned: false,
    countsInStatistics: true,
    createdAt: receivedAt(fields, of.source),
    endedAt: null,
    within: scopeOf(ids.flowId),
  }
}

const ccOf = ({ fields, person, ids, of: { source } }: Said): PushedCc => ({
  id: taskIdOf(ids.flowId, person),
  clock: clockIn(fields, 'receivets'),
  person,
  page: pageOf(fields, source),
  isRead: textOf(fields, 'viewtype') === '1',
  createdAt: receivedAt(fields, source),
})

/** Done and finished do not say whether somebody agreed: nothing is APPROVED but by a rule of the source. */
function standOf(
  fields: Fields,
  remark: Remark,
  source: Source,
): { status: TaskStatus; completeReason: CompleteReason | null } {
  if (remark === '0') return { status: 'PENDING', completeReason: null }
  const outcome = outcomeOf(fields, source)
  if (outcome === undefined) return { status: 'DONE', completeReason: 'others' }
  return { status: outcome, completeReason: outcome === 'APPROVED' ? 'approved' : 'rejected' }
}

function outcomeOf(fields: Fields, { outcome }: Source): 'APPROVED' | 'REJECTED' | undefined {
  if (!outcome) return undefined
  const value = textOf(fields, outcome.field.toLowerCase())
  if (outcome.rejected.includes(value)) return 'REJECTED'
  return outcome.approved.includes(value) ? 'APPROVED' : undefined
}

const pageOf = (fields: Fields, source: Source) =>
  readPage(source, { pc: textOf(fields, 'pcurl'), mobile: textOf(fields, 'appurl') })

const receivedAt = (fields: Fields, { timezone }: Source): number | null =>
  readTime(textOf(fields, 'receivedatetime'), timezone)

/** Without clocks the last that arrives counts: what they had to do has become a copy. */
function withoutToDo(push: Push, held: Parameters<MakePush>[0]): Push {
  const ids = push.cc.map(({ id }) => id)
  const open = Object.values(held?.tasks ?? {}).filter(
    ({ id, status }) => status === 'PENDING' && ids.includes(id),
  )
  return { ...push, tasks: open.map((task) => ({ ...task, status: 'DONE', completeReason: 'others' })) }
}
