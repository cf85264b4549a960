import type { Source } from '../../../shared/source-file.ts'
import type { CompleteReason, TaskStatus } from '../../../shared/status.ts'
import type { Push, PushedHead, PushedTask } from '../../domain/mirror/pushed.ts'
import type { SourceKind } from '../../usecases/sources/define-kind.ts'
import type { MakePush } from '../../usecases/take-push.ts'
import { idIn, linesOf, requiredId, textOf, wordsOf } from '../read-field.ts'
import { readPage } from '../read-page.ts'
import { bad, type Fields } from '../read-source-body.ts'
import { readTime } from '../read-time.ts'

export type SeeyonPush = { definition: SourceKind; externalId: string; push: MakePush }

/** One to-do of Seeyon's thirdpartyPending: known by (registerCode, taskId). Throws `bad_request`. */
export function readPending(fields: Fields, source: Source): SeeyonPush {
  const person = idIn(fields, 'thirdreceiverid') || requiredReceiver(fields)
  const head = headOf(fields, source)
  const task = taskOf(fields, source, person)
  return {
    definition: kindOf(fields, source),
    externalId: externalIdOf(fields),
    push: (held) => ({ mode: 'items', head, tasks: [task, ...othersEnded(held, task.id)], cc: [] }),
  }
}

/** Only how it stands. Undefined in the push: nobody knows it. */
export function readState(fields: Fields, source: Source): SeeyonPush {
  const stand = standOf(fields)
  return {
    definition: kindOf(fields, source),
    externalId: externalIdOf(fields),
    push: (held) => {
      const latest = Object.values(held?.tasks ?? {}).at(-1)
      if (!held || !latest) return undefined
      return { mode: 'items', head: held.head, tasks: [{ ...latest, ...stand }], cc: [] }
    },
  }
}

const externalIdOf = (fields: Fields): string =>
  JSON.stringify([idIn(fields, 'registercode'), requiredId(fields, 'taskid')])

function requiredReceiver(fields: Fields): string {
  const name = idIn(fields, 'nonebindingreceiver')
  if (name === '') throw bad('thirdReceiverId is missing.')
  return name
}

function kindOf(fields: Fields, source: Source): SourceKind {
  const name = wordsOf(textOf(fields, 'classify').slice(0, LONGEST_KIND))
  const register = idIn(fields, 'registercode')
  const code = [name?.['zh-CN'] ?? 'other', ...(register === '' ? [] : [register])].join('.')
  return { code, name: name ?? source.name }
}
const LONGEST_KIND = 100

function headOf(fields: Fields, source: Source): PushedHead {
  const sender = idIn(fields, 'thirdsenderid')
  const called = textOf(fields, 'sendername') || textOf(fields, 'nonebindingsender')
  const content = wordsOf(linesOf(fields, 'content'))
  return {
    clock: null,
    // What one person did says nothing of the whole.
    status: 'HIDDEN',
    title: wordsOf(textOf(fields, 'title')),
    form: content ? [{ name: CONTENT, value: content }] : [],
    number: null,
    page: pageOf(fields, source),
    initiator: {
      person: sender === '' ? null : sender,
      name: wordsOf(called) ?? (sender === '' ? source.name : null),
    },
    department: { id: null, name: null },
    startedAt: createdAt(fields, source),
    endedAt: null,
  }
}

const CONTENT = { 'zh-CN': '内容', 'en-US': 'Content', 'ja-JP': '内容' }

function taskOf(fields: Fields, source: Source, person: string): PushedTask {
  return {
    id: JSON.stringify([requiredId(fields, 'taskid'), person]),
    clock: null,
    person,
    title: null,
    page: pageOf(fields, source),
    ...standOf(fields),
    node: null,
    actions: [],
    context: null,
    isConsigned: false,
    countsInStatistics: true,
    createdAt: createdAt(fields, source),
    endedAt: null,
  }
}

type Stand = { status: TaskStatus; completeReason: CompleteReason | null }

/** By subState, once it is done. Left out, nobody knows how. */
const ENDINGS: Readonly<Record<string, Stand>> = {
  '0': { status: 'APPROVED', completeReason: 'approved' },
  '1': { status: 'REJECTED', completeReason: 'rejected' },
  '2': { status: 'DONE', completeReason: 'recall' },
  '3': { status: 'REJECTED', completeReason: 'rejected' },
}

/** 0 to do, 1 done. Throws `bad_request`. */
function standOf(fields: Fields): Stand {
  const state = textOf(fields, 'state')
  if (state === '0' || state === '') return { status: 'PENDING', completeReason: null }
  if (state !== '1') throw bad('state is 0 (to do) or 1 (done).')
  const ending = textOf(fields, 'substate')
  const known = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined
  return known ?? { status: 'DONE', completeReason: 'others' }
}

/** It lies with one person: whoever had it before has it no more. */
const othersEnded = (held: Parameters<MakePush>[0], taskId: string): Push['tasks'] =>
  Object.values(held?.tasks ?? {})
    .filter(({ id, status }) => status === 'PENDING' && id !== taskId)
    .map((task) => ({ ...task, status: 'DONE', completeReason: 'others' }))

const pageOf = (fields: Fields, source: Source) =>
  readPage(source, { pc: textOf(fields, 'url'), mobile: textOf(fields, 'h5url') })

const createdAt = (fields: Fields, { timezone }: Source): number | null =>
  readTime(textOf(fields, 'creationdate'), timezone)
