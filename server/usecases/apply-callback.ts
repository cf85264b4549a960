import type { ActContext, Outcome } from '../domain/act.ts'
import { act } from '../domain/verbs/index.ts'
import { isLetterId } from '../domain/letters/letter.ts'
import { cardFound } from '../domain/outbox/retry.ts'
import { instanceOfTask, toRecord } from '../domain/outbox/effects.ts'
import { AppError } from '../domain/errors.ts'
import { findTask, type Files } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { REFUSAL_TEXTS } from '../../shared/refusal-texts.ts'
import type { Channel } from '../../shared/status.ts'
import type { Change } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'
import type { Identities } from './identities.ts'
import { changeWithDelegates } from './commit.ts'
import { withDelegates } from './delegates.ts'
import { pressLetter, pressTask } from './press-task.ts'
import type { PressedLetter } from './sources/pressed-letter.ts'
import { takeOffered, type FetchFile, type OfferedFile } from './offered-files.ts'
import { isInstanceId } from './stored.ts'

/** What Feishu says somebody pressed (三方快捷审批回调). Its token is already found right. */
export type Callback = {
  /** APPROVE, REJECT, or what another system calls an action of its own. */
  action: string
  userId: string
  approvalCode?: string | undefined
  reason: string | null
  actionContext?: string | undefined
  instanceId?: string | undefined
  taskId?: string | undefined
  /** Decimal digits, kept to the byte: an int64 is more than a double holds. */
  messageId?: string | undefined
  /** From a search: the task_id. */
  id?: string | undefined
  /** What Feishu keeps for us to fetch. */
  files?: readonly OfferedFile[] | undefined
  /** The same as Feishu wrote it: JSON. */
  attachments?: string | undefined
  /** Pressed on what a link shows in a chat. */
  isFromChat?: boolean
}

/** The decision that a card was made for. */
export type ActionClaim = { instanceId: string; taskId: string; round: number }

/** The claim of an `action_context` that we made for this person; undefined when it is not ours, or not theirs. */
export type VerifyContext = (text: string, userId: string) => Promise<ActionClaim | undefined>

/** What was signed for somebody holds under each user_id that they had. */
export const verifyForPerson =
  (verify: VerifyContext, { formerIdsOf }: Pick<Identities, 'formerIdsOf'>): VerifyContext =>
  async (text, userId) => {
    for (const id of [userId, ...formerIdsOf(userId)]) {
      const claim = await verify(text, id)
      if (claim) return claim
    }
    return undefined
  }

export type CallbackContext = UseCaseContext & { verifyContext: VerifyContext; fetchFile: FetchFile }

type Named = { taskId: string; via: Channel; round: number | undefined; isProven: boolean }

/**
 * Applies a decision that was made in Feishu, once, by the local write alone; only files that come with it are fetched
 * first, and only for a decision that would be taken. The same one again is no change. Everything that does not prove
 * itself is `callback_refused` and leaves no trace; a task that has ended otherwise is `task_already_ended`, with
 * words for the person. What another system carries on is handed to it (`pressTask`).
 */
export async function applyCallback(ctx: CallbackContext, callback: Callback): Promise<void> {
  const letter = await letterPressed(ctx, callback)
  if (letter) return pressLetter(ctx, letter, refused)
  const named = await readNamed(ctx, callback)
  const id = instanceOfTask(named.taskId)
  if (!isInstanceId(id)) throw refused()
  // Our own signature says it all; what a card carries as approval_code is not documented.
  if (!named.isProven) await assertDefinition(ctx, id, callback)
  const known = await ctx.store.instances.read(id)
  if (known?.instance.mirror) return handOn(ctx, named, callback)
  const files = await filesOf(ctx, id, named, callback)
  await changeWithDelegates(ctx, id, (current, delegateOf): Change<void> => {
    const { bound, outcome } = decide(current, named, callback, { at: ctx.now(), delegateOf, files })
    const next = toRecord(bound, outcome)
    return { next: next === current ? undefined : next, result: undefined }
  })
}

/** A press on a card that a source sent itself: its context names the letter, and Feishu the message alone. */
async function letterPressed(ctx: CallbackContext, callback: Callback): Promise<PressedLetter | undefined> {
  const { actionContext, userId: by, messageId, instanceId, taskId, id, action, reason } = callback
  if (actionContext === undefined || messageId === undefined) return undefined
  const claim = await ctx.verifyContext(actionContext, by)
  if (!claim || !isLetterId(claim.instanceId)) return undefined
  if ((instanceId ?? taskId ?? id) !== undefined) throw refused()
  const { attachments = null } = callback
  return { id: claim.instanceId, messageId, action, by, reason, attachments }
}

/** Its files stay with Feishu: the source gets their addresses. */
function handOn(ctx: CallbackContext, named: Named, callback: Callback): Promise<void> {
  const { action, userId: by, reason, attachments = null } = callback
  const { taskId, via } = named
  const bind = (record: InstanceRecord) => boundRecord(record, named, callback, ctx.now())
  const press = { taskId, action, by, via, reason, files: {}, attachments, messageId: null, bind }
  return pressTask(ctx, press, refused)
}

async function filesOf(ctx: CallbackContext, id: string, named: Named, callback: Callback): Promise<Files> {
  const { files: offered = [], userId: by } = callback
  if (offered.length === 0) return {}
  const current = await ctx.store.instances.read(id)
  const { outcome } = await withDelegates(ctx, (delegateOf) =>
    decide(current, named, callback, { at: ctx.now(), delegateOf, files: {} }),
  )
  return outcome.act ? takeOffered(ctx, offered, { by, instanceId: id }) : {}
}

/** Which task is meant, and from where. Everything that names one has to name the same. */
async function readNamed(ctx: CallbackContext, callback: Callback): Promise<Named> {
  const { actionContext, userId, instanceId, taskId, messageId, id } = callback
  const claim = actionContext === undefined ? undefined : await ctx.verifyContext(actionContext, userId)
  const isProven = claim !== undefined
  // Neither a list nor a search need carry a context, but one that comes along has to be right.
  if (!isProven && (actionContext !== undefined || messageId !== undefined)) throw refused()

  const tasks = [claim?.taskId, taskId, id].filter((one) => one !== undefined)
  const [task] = tasks
  if (task === undefined || tasks.some((one) => one !== task)) throw refused()
  const instances = [claim?.instanceId, instanceId].filter((one) => one !== undefined)
  if (instances.some((one) => one !== instanceOfTask(task))) throw refused()
  return { taskId: task, via: channelOf(callback), round: claim?.round, isProven }
}

function channelOf({ messageId, instanceId, taskId, id, isFromChat = false }: Callback): Channel {
  if (isFromChat) return 'chat'
  if (messageId !== undefined) return 'card'
  if (instanceId !== undefined && taskId !== undefined) return 'list'
  if (id !== undefined) return 'search'
  throw refused()
}

/** An approval_code that comes along is the definition's: every version of it has the same. */
async function assertDefinition(ctx: UseCaseContext, id: string, { approvalCode }: Callback): Promise<void> {
  if (approvalCode === undefined) return
  const record = await ctx.store.instances.read(id)
  const definition = record && (await ctx.store.definitions.read(record.instance.definition.code))
  if (definition?.approvalCode !== approvalCode) throw refused()
}

/** The record that knows its message, and what the decision comes to. */
function decide(
  current: InstanceRecord | undefined,
  named: Named,
  callback: Callback,
  { files, ...context }: Pick<ActContext, 'at' | 'delegateOf'> & { files: Files },
): { bound: InstanceRecord; outcome: Outcome } {
  const { taskId, via } = named
  const { action, reason, userId: by } = callback
  const verb = Object.hasOwn(VERB_OF, action) ? VERB_OF[action as keyof typeof VERB_OF] : undefined
  if (!current || !verb) throw refused()
  const bound = boundRecord(current, named, callback, context.at)
  const outcome = act(bound.instance, verb, { taskId, reason, files, known: {} }, { ...context, by, via })
  return { bound, outcome }
}

/** Of our own there are no others. */
const VERB_OF = { APPROVE: 'approve', REJECT: 'reject' } as const

/** The record that knows its message. It has to be this person's task, in the round that they saw. */
function boundRecord(
  record: InstanceRecord,
  { taskId, round }: Named,
  { userId: by, messageId }: Callback,
  now: number,
): InstanceRecord {
  const task = findTask(record.instance, taskId)
  if (task?.assignee !== by) throw refused()
  if (round !== undefined && round !== task.round) throw refused()
  return messageId === undefined ? record : bindMessage(record, { taskId, messageId }, now)
}

/** Somebody may press a button before our send has its answer: then the press is what tells us the message. */
function bindMessage(
  record: InstanceRecord,
  { taskId, messageId }: { taskId: string; messageId: string },
  now: number,
): InstanceRecord {
  const card = record.cards.find((one) => one.taskId === taskId)
  const holder = record.cards.find((one) => one.messageId === messageId)
  if (!card || (holder ?? card) !== card) throw refused()
  if (card.messageId === messageId) return record
  if (card.messageId !== null) throw refused()
  return cardFound(record, { taskId, messageId }, now)
}

const refused = (): AppError =>
  new AppError('callback_refused', 'The callback is refused.', { words: REFUSAL_TEXTS.callbackRefused })
