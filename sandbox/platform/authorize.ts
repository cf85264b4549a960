import { createHash } from 'node:crypto'
import type Router from '@koa/router'
import type { Context } from 'koa'
import type { World } from '../world.ts'
import { issueLoginCode } from './auth.ts'
import { isRedirectUrl } from './own-pages.ts'

export const AUTHORIZE_PATH = '/open-apis/authen/v1/authorize'

/** The sandbox's own: who says yes; empty for a no. */
const WHO = 'sandbox_user'

const STYLE =
  'body{font:16px/1.5 sans-serif;max-width:24rem;margin:3rem auto;padding:0 1rem}' +
  'a{display:block;padding:.6rem 1rem;margin:.4rem 0;border:1px solid #d0d3d6;border-radius:8px;' +
  'color:inherit;text-decoration:none}a:hover,a:focus{border-color:#3370ff}'
const CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'`

/** 获取授权码: the page on which a person lets an app know who they are. Here it asks which person it is. */
export function addAuthorize(router: Router, world: World): void {
  router.get(AUTHORIZE_PATH, (ctx) => {
    ctx.set('cache-control', 'no-store')
    ctx.set('referrer-policy', 'no-referrer')
    const query = new URL(ctx.req.url ?? '/', 'http://sandbox').searchParams
    const fault = faultOf(world, query)
    if (fault) {
      ctx.status = 400
      ctx.body = { code: fault[0], message: fault[1] }
      return
    }
    const who = query.get(WHO)
    if (who === null) ask(ctx, world, query)
    else {
      ctx.redirect(returnAddress(world, query, who))
      world.state.flush()
    }
  })
}

function faultOf(world: World, query: URLSearchParams): [number, string] | undefined {
  if (query.get('client_id') !== world.app.appId) return [20048, 'the app does not exist']
  if (query.get('response_type') !== 'code') return [20001, 'response_type has to be code']
  if (!isRedirectUrl(world, query.get('redirect_uri') ?? '')) return [2000, 'redirect_uri unmatch']
  const [challenge, method] = [query.get('code_challenge'), query.get('code_challenge_method') ?? 'plain']
  if (challenge !== null && (!/^[A-Za-z0-9\-._~]{43,128}$/.test(challenge) || !/^(S256|plain)$/.test(method)))
    return [20049, 'code_challenge is not one of S256 or plain']
  const who = query.get(WHO)
  if (who !== null && who !== '' && !world.state.people.get(who)) return [20008, 'the user does not exist']
  return undefined
}

/** Where the browser goes on: with a code, or with the one error that there is. */
function returnAddress(world: World, query: URLSearchParams, who: string): string {
  const redirectUri = query.get('redirect_uri') ?? ''
  const challenge = query.get('code_challenge')
  const method = query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain'
  const target = new URL(redirectUri)
  if (who === '') target.searchParams.set('error', 'access_denied')
  else {
    const code = issueLoginCode(world, who, {
      redirectUri,
      ...(challenge !== null && { challenge: { text: challenge, method } }),
    })
    target.searchParams.set('code', code)
  }
  const state = query.get('state')
  if (state !== null) target.searchParams.set('state', state)
  return target.href
}

function ask(ctx: Context, world: World, query: URLSearchParams): void {
  const linkFor = (who: string): string => {
    const next = new URLSearchParams(query)
    next.set(WHO, who)
    return toEntities(`${AUTHORIZE_PATH}?${next.toString()}`)
  }
  const people = [...world.state.people.values()].filter(({ resigned, external }) => !resigned && !external)
  const links = people.map(({ userId, name }) => `<a href="${linkFor(userId)}">${toEntities(name)}</a>`)
  ctx.type = 'text/html; charset=utf-8'
  ctx.set('content-security-policy', CSP)
  ctx.body =
    `<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width">` +
    `<title>飞书登录 · 本地沙箱</title><style>${STYLE}</style><h1>飞书登录</h1><p>以谁的身份登录？</p>` +
    `<main>${links.join('')}<a href="${linkFor('')}">拒绝</a></main></html>`
}

const toEntities = (text: string): string =>
  text.replace(/[&<>"']/g, (one) => `&#${String(one.charCodeAt(0))};`)
