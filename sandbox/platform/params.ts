import { z } from 'zod'
import { Refusal } from './answer.ts'

/** Parses a body or fails with the first broken rule, named by its path. */
export function readParams<T extends z.ZodType>(schema: T, value: unknown, code = 1390001): z.infer<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Refusal(code, issue ? `${toPath(issue.path)}: ${issue.message}` : 'the body is not an object')
}

function toPath(path: readonly PropertyKey[]): string {
  const text = path
    .map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`))
    .join('')
  return text.startsWith('.') ? text.slice(1) : text || 'body'
}

export const required = z.string('a string is required').min(1, 'must not be empty')

/** Epoch milliseconds as a decimal string; a number or a count of seconds is a common mistake. */
export const msString = z
  .string('times are strings of milliseconds, not numbers')
  .regex(/^(0|[1-9]\d{0,14})$/, 'times are strings of milliseconds')
  .refine((text) => !/^1\d{9}$/.test(text), 'times are milliseconds; this looks like seconds')

/** `0` stands for "not ended yet". */
export const endTime = z.string('times are strings: "0" while unfinished, not the number 0').pipe(msString)

export const link = z
  .string('a link is a string')
  .regex(/^https?:\/\/[^\s]+$/i, 'a link starts with http:// or https://')

/** JSON packed into a string; an object is the usual mistake. */
export const jsonString = z
  .string('extra is JSON packed into a string')
  .refine((text) => text === '' || isJson(text), 'extra is not JSON')

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
