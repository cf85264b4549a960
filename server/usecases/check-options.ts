import type { Field, FormValues } from '../../shared/form/field.ts'
import type { FormRule } from '../../shared/form/form-fault.ts'
import { leavesOf, listOf, type Leaf } from '../../shared/form/leaves.ts'
import type { Locale } from '../../shared/locale.ts'
import { OPTION_TEXTS } from '../../shared/option-texts.ts'
import type { ChosenOption, ChosenOptions } from '../domain/instance.ts'
import {
  OptionsUnavailable,
  type FoundOptions,
  type OptionQuestion,
  type OptionsPort,
} from '../options/port.ts'
import { formInvalid } from './check-submission.ts'
import { findOutside, linkageOf } from './option-question.ts'

type Asked = Omit<OptionQuestion, 'query' | 'page'>
/** Options that are looked up with one question, and where they stand in the form. */
type Lookup = { asked: Asked; chosen: { leaf: Leaf; value: string }[] }

/**
 * Asks other systems anew for every option of theirs that a form names, with what the form says in the fields that they
 * depend on. Undefined where it names none. Throws `form_invalid` for what they do not have, and where they do not answer.
 */
export async function checkOptions(
  port: OptionsPort,
  fields: readonly Field[],
  form: FormValues,
  { userId, locale }: { userId: string; locale: Locale },
): Promise<ChosenOptions | undefined> {
  const lookups = lookupsIn(fields, form, { userId, locale })
  if (lookups.length === 0) return undefined
  const answers = await Promise.all(lookups.map((lookup) => lookUp(port, lookup)))
  const faults = answers.flatMap(({ faults }) => faults)
  if (faults.length > 0) throw formInvalid(faults, locale)
  const options: Record<string, Record<string, ChosenOption>> = {}
  for (const { found } of answers)
    for (const { place, value, option } of found) (options[place] ??= {})[value] = option
  return options
}

function lookupsIn(
  fields: readonly Field[],
  form: FormValues,
  who: Pick<OptionQuestion, 'userId' | 'locale'>,
): Lookup[] {
  const lookups = new Map<string, Lookup>()
  for (const leaf of leavesOf(fields, form)) {
    const outside = findOutside(fields, leaf.place)
    if (!outside) continue
    const asked = { source: outside.source, linkage: linkageOf(outside, form, leaf.row ?? {}), ...who }
    const key = JSON.stringify(asked)
    const lookup = lookups.get(key) ?? { asked, chosen: [] }
    lookups.set(key, lookup)
    for (const value of valuesOf(leaf)) lookup.chosen.push({ leaf, value })
  }
  return [...lookups.values()]
}

const valuesOf = ({ value }: Leaf): readonly string[] => (typeof value === 'string' ? [value] : listOf(value))

type Found = { place: string; value: string; option: ChosenOption }
type Fault = { field: string; rule: FormRule; words?: (typeof OPTION_TEXTS)[keyof typeof OPTION_TEXTS] }

async function lookUp(
  port: OptionsPort,
  { asked, chosen }: Lookup,
): Promise<{ found: Found[]; faults: Fault[] }> {
  const answer = await ask(port, asked, new Set(chosen.map(({ value }) => value)))
  if (answer instanceof OptionsUnavailable) {
    const words = OPTION_TEXTS[answer.why]
    return {
      found: [],
      faults: pathsOf(chosen).map((field) => ({ field, rule: 'options_unavailable', words })),
    }
  }
  const missing = chosen.filter(({ value }) => !answer.found.has(value))
  const { choose_again: words } = OPTION_TEXTS
  const told = answer.isComplete
    ? ({ rule: 'not_an_option' } as const)
    : ({ rule: 'choose_again', words } as const)
  return {
    faults: pathsOf(missing).map((field) => ({ field, ...told })),
    found: chosen.flatMap(({ leaf: { place }, value }) => {
      const known = answer.found.get(value)
      if (!known) return []
      const { label, owner } = known
      return [{ place, value, option: { label, ...(owner !== undefined && { owner }) } }]
    }),
  }
}

async function ask(
  port: OptionsPort,
  asked: Asked,
  values: ReadonlySet<string>,
): Promise<FoundOptions | OptionsUnavailable> {
  try {
    return await port.find(asked, values)
  } catch (error) {
    if (error instanceof OptionsUnavailable) return error
    throw error
  }
}

const pathsOf = (chosen: Lookup['chosen']): string[] => [...new Set(chosen.map(({ leaf }) => leaf.path))]
