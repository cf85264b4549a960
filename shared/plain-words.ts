import type { z } from 'zod'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodRawIssue

/** What is wrong with one value, and where. `wanted`: the kind of value that belongs there, where another one stands. */
export type Fault = { path: (string | number)[]; message: string; wanted?: string }

/** A value as its schema reads it, or every fault in words of ours: those of the validator reach nobody. */
export function readInWords<S extends z.ZodType>(
  schema: S,
  value: unknown,
): { data: z.output<S>; faults?: never } | { data?: never; faults: Fault[] } {
  const parsed = schema.safeParse(value, { error: plainWords })
  return parsed.success ? { data: parsed.data } : { faults: parsed.error.issues.flatMap(toFaults) }
}

/** Of a choice between shapes, the faults of the one that was meant, where that can be told. */
export function toFaults(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  const { message } = issue
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message }))
    case 'invalid_type':
      return [{ path, message, wanted: issue.expected }]
    case 'invalid_union': {
      const only = issuesMeant(issue)
      if (only.length === 0) return [{ path, message, ...(takesBoolean(issue) && { wanted: 'boolean' }) }]
      return only.flatMap(toFaults).map((fault) => ({ ...fault, path: [...path, ...fault.path] }))
    }
    case 'custom': {
      const wanted: unknown = issue.params?.['wanted']
      return [{ path, message, ...(typeof wanted === 'string' && { wanted }) }]
    }
    default:
      return [{ path, message }]
  }
}

/** What is wrong with the one shape that has faults within it alone; shapes may be choices themselves. */
function issuesMeant({ errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] {
  const shapes = errors.map((issues) =>
    issues.flatMap((one) => {
      const within = one.code === 'invalid_union' && one.path.length === 0 ? issuesMeant(one) : []
      return within.length > 0 ? within : [one]
    }),
  )
  const meant = shapes.filter((issues) => issues.every((one) => one.path.length > 0))
  return meant.length === 1 ? (meant[0] ?? []) : []
}

/** Whether one of the shapes is true or false, and what stands there is nothing like another. */
const takesBoolean = ({ errors }: z.core.$ZodIssueInvalidUnion): boolean =>
  errors.some(([first]) => first?.code === 'invalid_type' && first.expected === 'boolean')

/** The words for a rule that has none of its own. The value itself is not repeated. */
export function plainWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing'
      if (Number.isNaN(issue.input)) return 'is no number'
      return `has to be ${kindNamed(issue.expected)}, not ${kindOf(issue.input)}`
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, keysOf(issue.inst))
    case 'invalid_value':
      return choice(issue.values.map(String), issue.input)
    case 'invalid_union':
      return unionWords(issue)
    case 'too_small':
      return tooSmall(issue.origin, issue.minimum, issue.inclusive !== false)
    case 'too_big':
      return tooBig(issue.origin, issue.maximum, issue.inclusive !== false)
    case 'invalid_key':
      return 'is no key that may stand here'
    case 'not_multiple_of':
      return `has to be a multiple of ${String(issue.divisor)}`
    default:
      return 'is not written as it has to be'
  }
}

/** For what is written in one way: how, where there is nothing or something else. */
export const writtenLike =
  (example: string) =>
  ({ code, input }: Issue): string | undefined => {
    if (code !== 'invalid_type') return undefined
    return `${input === undefined ? 'is missing: it ' : ''}is written like ${example}`
  }

/** For a choice between objects: `text`, and the key that a near miss was meant to be. */
export const oneOf =
  (text: string) =>
  ({ input, inst }: Issue): string => {
    if (input === undefined) return `is missing: it ${text}`
    if (typeof input !== 'object' || input === null) return text
    const known = keysOf(inst)
    const [guess] = Object.keys(input).flatMap((key) =>
      known.includes(key) ? [] : (nearest(key, known) ?? []),
    )
    return guess === undefined ? text : `${text}; did you mean ${guess}?`
  }

function unionWords(issue: Issue): string {
  if (Array.isArray(issue['options']))
    return choice(issue['options'].map(String), ownValue(issue.input, issue['discriminator']))
  return issue.input === undefined ? 'is missing' : 'is none of the values that may stand here'
}

const ownValue = (input: unknown, key: unknown): unknown =>
  typeof input === 'object' && input !== null && typeof key === 'string'
    ? Object.getOwnPropertyDescriptor(input, key)?.value
    : undefined

function choice(names: readonly string[], input: unknown): string {
  const [only] = names
  const list = names.length === 1 ? `has to be ${only}` : `is one of ${names.join(', ')}`
  if (input === undefined) return `is missing: it ${list}`
  const guess = typeof input === 'string' ? nearest(input, names) : undefined
  return guess === undefined ? list : `${list}; did you mean ${guess}?`
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  const guess = keys.length === 1 ? nearest(keys[0] ?? '', known) : undefined
  if (guess !== undefined) return `is no key that may stand here; did you mean ${guess}?`
  return known.length === 0
    ? 'is no key that may stand here'
    : `is no key that may stand here, but ${known.join(', ')}`
}

/** The keys that a schema takes: of an object, of any of several, or of a record with a fixed list. */
function keysOf(schema: unknown): string[] {
  const { shape, options, keyType, entries, innerType } = definitionOf(schema)
  if (isObject(shape)) return Object.keys(shape)
  if (Array.isArray(options)) return [...new Set(options.flatMap(keysOf))]
  if (isObject(entries)) return Object.keys(entries)
  return keyType === undefined && innerType === undefined ? [] : keysOf(keyType ?? innerType)
}

function definitionOf(schema: unknown): Readonly<Record<string, unknown>> {
  const core = isObject(schema) ? schema['_zod'] : undefined
  const definition = isObject(core) ? core['def'] : undefined
  return isObject(definition) ? definition : {}
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function tooSmall(origin: string, least: number | bigint, isIncluded: boolean): string {
  if (origin === 'string') return least === 1 ? 'is empty' : `is shorter than ${least} characters`
  if (origin === 'array') return least === 1 ? 'is empty' : `has fewer than ${least}`
  return isIncluded ? `has to be ${least} or more` : `has to be more than ${least}`
}

function tooBig(origin: string, most: number | bigint, isIncluded: boolean): string {
  if (origin === 'string') return `is longer than ${most} characters`
  if (origin === 'array') return `has more than ${most}`
  return isIncluded ? `has to be ${most} or less` : `has to be less than ${most}`
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
}

const kindNamed = (kind: string): string => KINDS[kind] ?? 'something else'

/** What a value is, to whoever wrote it. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Date) return 'a date'
  if (typeof value === 'object') return 'keys with values'
  if (typeof value === 'string') return 'a text'
  return typeof value === 'boolean' ? 'true or false' : 'a number'
}
