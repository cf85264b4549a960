import type Router from '@koa/router'
import type { Context } from 'koa'
import rawBody from 'raw-body'
import type { World } from '../world.ts'
import { newLogId } from '../platform/write.ts'
import { answerRegistration, askedFor, register } from './registration.ts'

const ENDPOINT = '/oauth/v1/app/registration'
const PAGE = '/page/launcher'

export const REGISTRATION_PATHS = [`POST ${ENDPOINT}`, `GET ${PAGE}`, `POST ${PAGE}`] as const

/** What lies on the host for accounts: the device grant, and the page that its code opens. */
export function addRegistration(router: Router, world: World): void {
  router.post(ENDPOINT, async (ctx) => {
    const form = await readForm(ctx)
    const isForm = ctx.get('content-type').startsWith('application/x-www-form-urlencoded')
    const reply = register(world, isForm ? form : {}, `http://${ctx.host}`)
    world.state.flush()
    note(world, ctx, form, reply)
    ctx.status = reply.status
    ctx.body = reply.body
  })
  router.get(PAGE, (ctx) => {
    const asked = askedFor(world, queryOf(ctx))
    ctx.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
    ctx.type = 'text/html; charset=utf-8'
    ctx.status = asked ? 200 : 404
    ctx.body = asked
      ? pageOf(asked)
      : '<!doctype html><title>Feishu</title><p>The code is unknown or has expired.'
  })
  router.post(PAGE, async (ctx) => {
    const { answer = '', userId = 'u_admin' } = await readForm(ctx)
    const isAnswered = answerRegistration(world, queryOf(ctx), { userId, isConfirmed: answer === 'confirm' })
    world.state.flush()
    ctx.status = isAnswered ? 200 : 404
    ctx.type = 'text/plain; charset=utf-8'
    ctx.body = isAnswered
      ? `${answer}: done. Go back to the terminal.`
      : 'The code is unknown or has expired.'
  })
}

const queryOf = (ctx: Context): URLSearchParams => new URL(ctx.req.url ?? '/', 'http://sandbox').searchParams

async function readForm(ctx: Context): Promise<Record<string, string>> {
  const text = await rawBody(ctx.req, { limit: '64kb', encoding: 'utf8' })
  return Object.fromEntries(new URLSearchParams(text))
}

function pageOf({ name, scopes, events, callbacks }: NonNullable<ReturnType<typeof askedFor>>): string {
  const list = [...scopes, ...events, ...callbacks].map((one) => `<li>${escaped(one)}`).join('')
  return (
    `<!doctype html><meta charset="utf-8"><title>Feishu</title><h1>${escaped(name)}</h1><p>The new app asks for:` +
    `<ul>${list}</ul><form method="post"><button name="answer" value="confirm">Confirm</button> ` +
    '<button name="answer" value="deny">Refuse</button></form>'
  )
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

function note(
  world: World,
  ctx: Context,
  request: Record<string, string>,
  { status, body }: { status: number; body: Record<string, unknown> },
): void {
  const at = world.clock.now()
  const { method, path } = ctx
  world.log.add({
    at,
    api: 'registration',
    method,
    path,
    status,
    code: status === 200 ? 0 : null,
    ms: 0,
    logId: newLogId(at),
    request,
    response: body,
  })
}
