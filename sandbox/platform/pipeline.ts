import type { Context } from 'koa'
import rawBody from 'raw-body'
import { answerFault } from '../faults/answer-fault.ts'
import type { ActiveFault } from '../faults/faults.ts'
import type { World } from '../world.ts'
import { Refusal, toRefusedAnswer, type Answer } from './answer.ts'
import { authorize } from './auth.ts'
import type { Route, WireRequest } from './route.ts'
import { newLogId, write } from './write.ts'

const MAX_BODY = 4 * 1024 * 1024

/** Limit, token, scopes, fault, effect, disk, answer: in this order, for every route. */
export function handlerOf(world: World, route: Route) {
  return async (ctx: Context & { params: Record<string, string> }): Promise<void> => {
    const begun = performance.now()
    const logId = newLogId(world.clock.now())
    ctx.set('x-tt-logid', logId)
    const text = await rawBody(ctx.req, { limit: MAX_BODY, encoding: 'utf8' })
    const request: WireRequest = {
      params: ctx.params,
      query: new URL(ctx.req.url ?? '/', 'http://sandbox').searchParams,
      body: undefined,
      userId: '',
    }
    let fault: ActiveFault | undefined
    let answer = attempt(() => {
      admit(world, route, request, ctx.get('authorization') || undefined, ctx.get('content-type'), text)
      fault = world.faults.take(route.api)
      return undefined
    })
    if (!answer && route.check) answer = await checked(route.check(world, request))
    if (
      !answer &&
      fault &&
      (fault.when === 'before' || fault.kind === 'late') &&
      fault.kind !== 'press_before_reply'
    ) {
      if (fault.kind === 'late') landLater(world, route, request, fault)
    } else {
      answer ??= attempt(() => route.handle(world, request))
      world.state.flush()
    }
    world.log.add({
      at: world.clock.now(),
      api: route.api,
      method: route.method,
      path: ctx.path,
      status: answer?.status ?? 0,
      code: codeOf(answer),
      ms: Math.round((performance.now() - begun) * 100) / 100,
      logId,
      ...(fault && { fault: `${fault.kind} ${fault.when}` }),
      ...(answer?.rule !== undefined && { rule: answer.rule }),
      request: request.body,
      response: answer?.body,
    })
    noteBrokenRule(world, route, answer)
    if (fault) await answerFault(world, route, ctx, fault, answer)
    else if (answer) write(ctx, answer)
  }
}

function admit(
  world: World,
  route: Route,
  request: WireRequest,
  authorization: string | undefined,
  contentType: string,
  text: string,
): void {
  const limited = route.limited ? world.limiter.admit(route.api) : undefined
  if (limited) throw new Limited(limited)
  request.userId = authorize(world, route, authorization, request.query)
  request.body = readBody(route, contentType, text)
}

/** Not a `Refusal`: a limited request broke no rule about its content. */
class Limited extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super('limited')
    this.answer = answer
  }
}

function attempt<T>(work: () => T): T | Answer {
  try {
    return work()
  } catch (error) {
    if (error instanceof Limited) return error.answer
    if (error instanceof Refusal) return toRefusedAnswer(error)
    throw error
  }
}

async function checked(check: Promise<void>): Promise<Answer | undefined> {
  try {
    await check
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return toRefusedAnswer(error)
    throw error
  }
}

function readBody(route: Route, contentType: string, text: string): unknown {
  if (text === '') return undefined
  if (route.method !== 'GET' && !/^application\/json\b/i.test(contentType)) {
    throw new Refusal(9499, 'Content-Type is application/json; charset=utf-8')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(9499, 'the body is not JSON')
  }
}

/** The answer is lost; the request takes effect later, on the sandbox's clock. */
function landLater(world: World, route: Route, request: WireRequest, fault: ActiveFault): void {
  world.late.schedule(fault.landAfterMs ?? 1_000, () => {
    const answer = attempt(() => route.handle(world, request))
    world.state.flush()
    noteBrokenRule(world, route, answer)
  })
}

/** Refused content is a mistake of the sender; refused tokens and limits are watched elsewhere. */
function noteBrokenRule(world: World, route: Route, answer: Answer | undefined): void {
  world.oracle.checked('requests')
  const code = codeOf(answer)
  if (answer?.rule === undefined || code === null || BENIGN.has(code)) return
  world.oracle.violated('payload', answer.rule, { api: route.api, code })
  world.state.flush()
}

const BENIGN = new Set([
  99991400, 99991661, 99991663, 99991668, 99991671, 99991672, 20003, 20004, 20005, 20010, 20065, 20066,
  1395001, 230020, 20049,
  // Whether somebody is there is what contacts are asked.
  41012, 41050,
  // Whether an app may be changed, and has a bot, is what an operator asks.
  210505, 210507, 11205,
  // Whom attendance knows, and what is there already, is not for the sender to know.
  1220004, 1220600,
])

const codeOf = (answer: Answer | undefined): number | null =>
  typeof answer?.body['code'] === 'number' ? answer.body['code'] : null
