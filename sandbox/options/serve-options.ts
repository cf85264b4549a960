import { setTimeout as sleep } from 'node:timers/promises'
import type { Context, Middleware } from 'koa'
import rawBody from 'raw-body'
import type { World } from '../world.ts'
import { bodyOf, resultOf, type Result } from './answer.ts'
import { SOURCES, type Source } from './company.ts'
import { RESULTS, type OptionFault } from './option-faults.ts'
import { assertFits, readQuestion, Refused, type Question } from './question.ts'

/** Where the systems of the sample company are asked for options. */
const OPTIONS_PATH = '/company/options/'

type Asked = { name: string; source: Source; question: Question }

/** Sources of options in the format of 关联外部选项说明, strict about what they are asked. */
export function serveOptions(world: World): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith(OPTIONS_PATH)) {
      await next()
      return
    }
    const name = ctx.path.slice(OPTIONS_PATH.length)
    const source = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined
    if (!source || ctx.method !== 'POST') {
      ctx.status = source ? 405 : 404
      ctx.body = 'no such source'
      return
    }
    const text = await rawBody(ctx.req, { limit: '64kb', encoding: 'utf8' })
    try {
      const question = readQuestion(text, { type: ctx.get('content-type'), token: world.app.optionsToken })
      assertFits(question, source)
      await answer(world, ctx, { name, source, question })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      world.optionDesk.note({ source: name, code: error.code, request: error.message })
      ctx.body = { code: error.code, msg: error.message }
    }
  }
}

async function answer(world: World, ctx: Context, { name, source, question }: Asked): Promise<void> {
  const { token, ...request } = question
  const count = world.optionDesk.note({ source: name, code: 0, request })
  const fault = world.optionDesk.take(name)
  // What pages a fault makes up are the fault's own.
  const known =
    fault?.kind === 'endless_pages' || fault?.kind === 'same_page'
      ? { ...question, page_token: '' }
      : question
  const asked = { employeeId: question.employee_id ?? '', linkage: question.linkage_params ?? {} }
  const real = resultOf(source.options(asked, world.state), known, source)
  const key = source.isSealed ? world.app.optionsKey : undefined
  if (fault) await answerWrongly(ctx, fault, { real, count, key, token })
  else send(ctx, bodyOf(real, key))
}

type Real = { real: Result; count: number; key: string | undefined; token: string }

async function answerWrongly(
  ctx: Context,
  fault: OptionFault,
  { real, count, key, token }: Real,
): Promise<void> {
  switch (fault.kind) {
    case 'slow_3s':
    case 'slow_7s':
      await sleep(fault.kind === 'slow_3s' ? 3_000 : 7_000, undefined, { ref: false })
      send(ctx, bodyOf(real, key))
      return
    case 'never':
      ctx.respond = false
      return
    case 'endless':
      return drip(ctx)
    case 'reset':
      ctx.respond = false
      ctx.req.socket.resetAndDestroy()
      return
    case 'redirect':
      ctx.redirect(fault.to)
      return
    case 'http_500':
      ctx.status = 500
      ctx.body = 'java.lang.NullPointerException'
      return
    case 'html':
      ctx.type = 'text/html'
      ctx.body = '<html><body><h1>Please log in</h1></body></html>'
      return
    case 'refused':
      // As some do: what they were sent, word for word.
      send(ctx, JSON.stringify({ code: 40100, msg: `token ${token} is wrong` }))
      return
    case 'broken_json':
      send(ctx, bodyOf(real, key).slice(0, -20))
      return
    case 'sealed_otherwise':
      send(ctx, bodyOf(real, 'another key'))
      return
    default:
      send(ctx, bodyOf(RESULTS[fault.kind]?.(real, count) ?? real, key))
  }
}

function send(ctx: Context, body: string): void {
  ctx.type = 'application/json'
  ctx.body = body
}

/** A body that begins well and has no end. */
async function drip(ctx: Context): Promise<void> {
  ctx.respond = false
  ctx.res.writeHead(200, { 'content-type': 'application/json' })
  ctx.res.write('{"code":0,"data":{"result":{"options":[')
  while (!ctx.res.destroyed) {
    ctx.res.write(' '.repeat(1_000))
    await sleep(50, undefined, { ref: false })
  }
}
