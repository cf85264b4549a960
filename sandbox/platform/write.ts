import { randomBytes } from 'node:crypto'
import type { Context } from 'koa'
import type { Answer } from './answer.ts'

export function write(ctx: Context, answer: Answer): void {
  ctx.status = answer.status
  ctx.set(answer.headers ?? {})
  ctx.type = 'application/json; charset=utf-8'
  ctx.body = JSON.stringify(answer.body)
}

export function newLogId(now: number): string {
  const stamp = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14)
  return `${stamp}${randomBytes(10).toString('hex').toUpperCase()}`
}
