import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { mayUseApp } from '../contact/availability.ts'
import type { LoginCode } from '../store/records.ts'
import type { World } from '../world.ts'
import { ok, Refusal, type Answer } from './answer.ts'
import { readParams, required } from './params.ts'
import type { Route, WireRequest } from './route.ts'

const TOKEN_LIFE_MS = 2 * 3_600_000
const RENEW_UNDER_MS = 30 * 60_000
const CODE_LIFE_MS = 3 * 60_000
const REDIRECT_CODE_LIFE_MS = 5 * 60_000

/** Bearer, then scopes. Returns the user behind a user_access_token, or an empty string. */
export function authorize(
  world: World,
  route: Route,
  authorization: string | undefined,
  query: URLSearchParams,
): string {
  if (route.token === 'none') return ''
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
  if (token === undefined) throw new Refusal(99991661, 'Missing access token for authorization')
  if (!/^[tu]-/.test(token)) throw new Refusal(99991671, 'Invalid token: must start with t-/u-')
  const known = world.state.tokens.get(token)
  const alive = known !== undefined && known.expiresAt > world.clock.now()
  if (route.token === 'tenant') {
    if (token.startsWith('u-')) throw new Refusal(99991668, 'user access token not support')
    if (!alive)
      throw new Refusal(
        99991663,
        'Invalid access token for authorization. Please make a request with token attached',
      )
  } else if (!alive || known.kind !== 'user') {
    throw new Refusal(20005, 'The user access token passed is invalid. Please check the value', {
      status: 200,
    })
  }
  requireScopes(world, route, query)
  return known.userId
}

function requireScopes(world: World, route: Route, query: URLSearchParams): void {
  const granted = new Set(world.settings().scopes)
  const missing = (scopes: readonly string[]): void => {
    throw new Refusal(
      99991672,
      `Access denied. One of the following scopes is required: [${scopes.join(', ')}]`,
    )
  }
  if (route.scopes.length > 0 && !route.scopes.some((scope) => granted.has(scope))) missing(route.scopes)
  const asksUserId = query.get('user_id_type') === 'user_id' || query.get('receive_id_type') === 'user_id'
  if (asksUserId && !granted.has('contact:user.employee_id:readonly'))
    missing(['contact:user.employee_id:readonly'])
}

const TenantTokenBody = z.object({ app_id: required, app_secret: required })

/** 自建应用获取 tenant_access_token: the old token again while it has 30 minutes left, then a new one beside it. */
export function issueTenantToken(world: World, request: WireRequest): Answer {
  const body = readParams(TenantTokenBody, request.body, 10003)
  if (body.app_id !== world.app.appId) throw new Refusal(10003, 'invalid app_id')
  if (body.app_secret !== world.app.appSecret) throw new Refusal(10014, 'app secret invalid')
  const now = world.clock.now()
  const answer = (token: string, expiresAt: number): Answer => ({
    status: 200,
    body: { code: 0, msg: 'ok', tenant_access_token: token, expire: Math.floor((expiresAt - now) / 1_000) },
  })
  const current = world.state.meta.get('tenantToken') as string | undefined
  const known = current === undefined ? undefined : world.state.tokens.get(current)
  if (current !== undefined && known && known.expiresAt - now >= RENEW_UNDER_MS)
    return answer(current, known.expiresAt)

  for (const [token, { expiresAt }] of tokensOf(world)) if (expiresAt <= now) world.state.tokens.delete(token)
  const token = `t-${randomBytes(20).toString('hex')}`
  world.state.tokens.put(token, { kind: 'tenant', userId: '', issuedAt: now, expiresAt: now + TOKEN_LIFE_MS })
  world.state.meta.put('tenantToken', token)
  return answer(token, now + TOKEN_LIFE_MS)
}

function tokensOf(world: World): [string, { expiresAt: number }][] {
  return [...world.state.tokens.dump()].map(([, token, value]) => [token, value as { expiresAt: number }])
}

/** 获取 JSAPI 临时调用凭证: the same one while it has half its life, then a new one; both hold for two hours. */
export function issueTicket(world: World): Answer {
  const now = world.clock.now()
  const [newest, ...older] = goodTickets(world)
  const isGood = newest !== undefined && newest.expiresAt - now > TOKEN_LIFE_MS / 2
  const held = isGood ? newest : { ticket: randomBytes(20).toString('hex'), expiresAt: now + TOKEN_LIFE_MS }
  if (!isGood) world.state.meta.put('jsapiTickets', [held, ...(newest ? [newest] : []), ...older])
  return ok({ ticket: held.ticket, expire_in: Math.floor((held.expiresAt - now) / 1_000) })
}

type Ticket = { ticket: string; expiresAt: number }

/** Those that pages may be signed with now, the newest first. */
export const goodTickets = (world: World): Ticket[] =>
  ((world.state.meta.get('jsapiTickets') ?? []) as Ticket[]).filter(
    ({ expiresAt }) => expiresAt > world.clock.now(),
  )

type FromRedirect = Pick<LoginCode, 'redirectUri' | 'challenge'>

/** What the client's login call hands to a page: three minutes, once; 获取授权码 gives it five. */
export function issueLoginCode(world: World, userId: string, redirect?: FromRedirect): string {
  const now = world.clock.now()
  for (const [, code, value] of [...world.state.codes.dump()]) {
    if ((value as { expiresAt: number }).expiresAt < now - 3_600_000) world.state.codes.delete(code)
  }
  const code = randomBytes(16).toString('hex')
  const expiresAt = now + (redirect ? REDIRECT_CODE_LIFE_MS : CODE_LIFE_MS)
  world.state.codes.put(code, { userId, expiresAt, used: false, ...redirect })
  return code
}

const flat = (code: number, error: string, description: string, status = 400): Refusal =>
  new Refusal(code, description, { status, body: { code, error, error_description: description } })

/** 获取 user_access_token: the answer is flat, without `data`. */
export function exchangeCode(world: World, request: WireRequest): Answer {
  const body = (request.body ?? {}) as Record<string, unknown>
  for (const name of ['grant_type', 'client_id', 'client_secret', 'code']) {
    if (typeof body[name] !== 'string' || body[name] === '') {
      throw flat(20001, 'invalid_request', `The request is missing a required parameter: ${name}.`)
    }
  }
  if (body['grant_type'] !== 'authorization_code') {
    throw flat(20036, 'unsupported_grant_type', 'The specified grant_type is not supported.')
  }
  if (body['client_id'] !== world.app.appId)
    throw flat(20048, 'invalid_client', 'The specified app does not exist.')
  if (body['client_secret'] !== world.app.appSecret)
    throw flat(20002, 'invalid_client', 'The client secret is invalid.')
  const code = String(body['code'])
  const known = world.state.codes.get(code)
  if (!known)
    throw flat(
      20003,
      'invalid_grant',
      'The authorization code is not found. Please note that an authorization code can only be used once.',
    )
  if (known.used)
    throw flat(
      20065,
      'invalid_grant',
      'The authorization code has been used. Please note that an authorization code can only be used once.',
    )
  const now = world.clock.now()
  if (known.expiresAt <= now) throw flat(20004, 'invalid_grant', 'The authorization code has expired.')
  checkRedirect(known, body)
  const person = world.state.people.get(known.userId)
  if (!person || person.resigned || person.frozen === true)
    throw flat(20066, 'invalid_grant', 'The user status is invalid.')
  if (!mayUseApp(world, person)) {
    throw flat(20010, 'access_denied', 'The user does not have permission to use this app.')
  }
  world.state.codes.put(code, { ...known, used: true })
  const token = `u-${randomBytes(24).toString('base64url')}`
  world.state.tokens.put(token, {
    kind: 'user',
    userId: person.userId,
    issuedAt: now,
    expiresAt: now + TOKEN_LIFE_MS,
  })
  return {
    status: 200,
    body: {
      code: 0,
      access_token: token,
      expires_in: TOKEN_LIFE_MS / 1_000,
      scope: 'auth:user.id:read',
      token_type: 'Bearer',
    },
  }
}

/** `redirect_uri` may be left out, but not differ; a code with a challenge wants its verifier (PKCE). */
function checkRedirect({ redirectUri, challenge }: LoginCode, body: Record<string, unknown>): void {
  const { redirect_uri: given, code_verifier: verifier } = body
  if (given !== undefined && given !== redirectUri)
    throw flat(
      20071,
      'invalid_grant',
      'The provided redirect URI does not match the one used during authorization.',
    )
  if (!challenge) return
  const isText = typeof verifier === 'string' && /^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)
  const shown = !isText ? '' : challenge.method === 'plain' ? verifier : sha256(verifier)
  if (shown !== challenge.text) throw flat(20049, 'invalid_grant', 'PKCE code challenge failed.')
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** 获取用户信息: user_id only with the permission for it. */
export function readUserInfo(world: World, request: WireRequest): Answer {
  const person = world.state.people.get(request.userId)
  if (!person) throw new Refusal(20008, 'User not exist', { status: 200 })
  if (person.resigned) throw new Refusal(20021, 'User resigned', { status: 200 })
  return ok({
    name: person.name,
    en_name: person.enName,
    avatar_url: '',
    avatar_thumb: '',
    avatar_middle: '',
    avatar_big: '',
    open_id: person.openId,
    union_id: person.unionId,
    tenant_key: world.app.tenant,
    ...(world.settings().scopes.includes('contact:user.employee_id:readonly') && { user_id: person.userId }),
  })
}
