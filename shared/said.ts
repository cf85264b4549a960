import { z } from 'zod'
import { cleanText, lengthOf } from './person-text.ts'

/** Words of a person, cleaned, of at most so many characters as people count them. */
export const Said = (atMost: number) =>
  z
    .string()
    .transform(cleanText)
    .check(({ value, issues }) => {
      if (lengthOf(value) <= atMost) return
      issues.push({
        code: 'too_big',
        origin: 'string',
        maximum: atMost,
        inclusive: true,
        input: value,
        message: `has more than ${atMost} characters`,
      })
    })

/** The same, with something in them. */
export const SaidSomething = (atMost: number) =>
  Said(atMost).refine((text) => text !== '', 'is empty, or shows nothing')
