import { z } from 'zod'
import { TaskStatus } from '../../../shared/status.ts'
import type { UseCaseContext } from '../../usecases/context.ts'
import { listHeld } from '../../usecases/sources/list-held.ts'
import { approvalCodeIn, codesFor } from '../../usecases/sources/approval-codes.ts'
import type { Instance } from '../../domain/instance.ts'
import type { Call, Work } from './door.ts'
import { tasksOf, type HeldTasks } from './held-answers.ts'
import { readTaskFilter, type AskedTasks } from './read-check.ts'
import { paramInvalid } from './refusal.ts'

const USUAL_SIZE = 50
const LARGEST_SIZE = 500

type Found = { instance: Instance; externalId: string; held: HeldTasks }
type Page = { items: readonly Found[]; next: string | null }

/** 获取三方审批任务状态: tasks by the source's ids and clocks. A page may hold fewer than were asked for, and have a next one. */
export const createTaskList =
  (ctx: UseCaseContext): Work =>
  async (call) => {
    const { items, next } = await listPage(
      ctx,
      call,
      call.query['page_token'],
      sizeOf(call.query['page_size']),
    )
    return {
      data: items.map((one) => toItem(call, one, String)),
      has_more: next !== null,
      ...(next !== null && { page_token: next }),
    }
  }

/** The older one of that name: a POST, whose times are numbers. */
export const createOlderTaskList =
  (ctx: UseCaseContext): Work =>
  async (call) => {
    const scrolled = z.object({ scroll_id: z.string().optional() }).safeParse(call.body)
    const { items, next } = await listPage(ctx, call, scrolled.data?.scroll_id, USUAL_SIZE)
    return { data: items.map((one) => toItem(call, one, Number)), scroll_id: next ?? '' }
  }

async function listPage(
  ctx: UseCaseContext,
  { source, body }: Call,
  token: unknown,
  size: number,
): Promise<Page> {
  const { after, filter } = readToken(token) ?? { after: '', filter: readTaskFilter(body) }
  const { items, next } = await listHeld(ctx, {
    source: source.id,
    externalIds: filter.instances,
    onlyUnderWay: filter.status === 'PENDING',
    after,
    size,
    pick: (instance): Found | undefined => {
      const held = isOfCodes(ctx, source.id, instance, filter) ? tasksOf(instance, filter) : undefined
      const externalId = instance.mirror?.externalId
      return held && externalId !== undefined ? { instance, externalId, held } : undefined
    },
  })
  return { items, next: next === null ? null : toToken({ after: next, filter }) }
}

const isOfCodes = (
  { hash }: UseCaseContext,
  source: string,
  { definition }: Instance,
  { codes }: AskedTasks,
): boolean =>
  codes.length === 0 || codes.some((code) => codesFor(hash, source, code).includes(definition.code))

const toItem = (
  { source }: Call,
  { instance, externalId, held }: Found,
  toTime: (clock: number) => number | string,
) => {
  const code = approvalCodeIn(source.id, instance.definition.code)
  return {
    instance_id: externalId,
    approval_id: code.toLowerCase(),
    approval_code: code,
    status: held.status,
    update_time: toTime(held.clock),
    tasks: held.tasks.map(({ id, status, clock }) => ({ id, status, update_time: toTime(clock ?? 0) })),
  }
}

function sizeOf(given: unknown): number {
  const size = given === undefined ? USUAL_SIZE : Number(given)
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST_SIZE) return size
  throw paramInvalid('page_size', `is 1 to ${LARGEST_SIZE}`)
}

const texts = z.array(z.string().max(256)).max(200)
const Token = z.object({
  after: z.string().max(128),
  filter: z.object({ codes: texts, instances: texts, people: texts, status: TaskStatus.optional() }),
})

const toToken = (token: { after: string; filter: AskedTasks }): string =>
  Buffer.from(JSON.stringify(token)).toString('base64url')

/** What was asked for goes along: the next page is asked for by the token alone. */
function readToken(token: unknown): { after: string; filter: AskedTasks } | undefined {
  if (token === undefined || token === '') return undefined
  try {
    const { after, filter } = Token.parse(
      JSON.parse(Buffer.from(z.string().parse(token), 'base64url').toString()),
    )
    return { after, filter: { ...filter, status: filter.status } }
  } catch {
    throw paramInvalid('page_token', 'is what the page before answered')
  }
}
