import { expect, it } from 'vitest'
import { Field } from '../../shared/form/field.ts'
import { edited } from '../../miniprogram/features/form/edit-draft.ts'
import { emptyDraft } from '../../miniprogram/features/form/draft.ts'
import { placeOf } from '../../miniprogram/features/form/field-id.ts'
import { fittingInputs, toForm } from '../../miniprogram/features/form/form-input.ts'
import { readInputs, toSend } from '../../miniprogram/features/form/form-reading.ts'
import { openState } from '../../miniprogram/features/form/form-state.ts'
import { createFormViews } from '../../miniprogram/features/form/form-views.ts'
import { rulesOf } from '../support/form-basis.ts'
import { toRouteItems } from '../../miniprogram/features/form/route-view.ts'

const label = { 'en-US': 'Field' }

it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'prototype'])(
  'a form with a field and a node called %s opens empty and keeps what is typed',
  (key) => {
    const types = ['text', 'number', 'money', 'date', 'daterange', 'contact', 'attachment'] as const
    for (const type of types) {
      const field = Field.parse({ key, type, label })
      const draft = emptyDraft('k')
      const rules = rulesOf([field])
      expect(toForm([field], draft)).toEqual({})
      expect(toSend([field], readInputs(rules, fittingInputs([field], {})).form)).toEqual({})
      const source = { rules, defaults: {}, definition: { form: [field], choices: [] } }
      const state = openState(source as unknown as Parameters<typeof openState>[0], draft)
      const { fields } = createFormViews('phone', 'en-US', (text) => text).changes(state)
      expect(fields).toMatchObject([{ text: '', chips: [] }])
    }
    const field = Field.parse({ key, type: 'text', label })
    const place = placeOf([field], emptyDraft('k'), key)
    const typed = edited(emptyDraft('k'), place as Parameters<typeof edited>[1], { value: 'yes' })
    expect(toForm([field], typed)).toEqual({ [key]: 'yes' })

    const shown = { id: key, name: key, skipped: null, mode: 'any', approvers: [], lane: null, timeout: null }
    const choices = [{ nodeId: key, name: key }]
    const nodes = [shown] as unknown as Parameters<typeof toRouteItems>[0]['nodes']
    expect(
      toRouteItems(
        { nodes, cc: [] },
        { choices, draft: { approvers: {} }, tried: true, refused: {}, say: (text) => text },
      ),
    ).toMatchObject([{ people: [], fault: 'approversMissing' }])
  },
)
