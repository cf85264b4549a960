import { expect, it } from 'vitest'
import { Field } from '../../shared/form/field.ts'
import { edited } from '../../miniprogram/features/form/edit-draft.ts'
import { emptyDraft } from '../../miniprogram/features/form/draft.ts'
import { toFieldView } from '../../miniprogram/features/form/field-view.ts'
import { fittingForm, fittingInputs, toForm } from '../../miniprogram/features/form/form-input.ts'
import { toRouteItems } from '../../miniprogram/features/form/route-view.ts'

const label = { 'en-US': 'Field' }

it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'prototype'])(
  'a form with a field and a node called %s opens empty and keeps what is typed',
  (key) => {
    const types = ['text', 'number', 'money', 'date', 'daterange', 'contact', 'attachment'] as const
    for (const type of types) {
      const field = Field.parse({ key, type, label })
      const draft = emptyDraft('k')
      expect(toForm([field], draft.inputs)).toEqual({})
      expect(fittingForm([field], fittingInputs([field], {}))).toEqual({})
      expect(toFieldView(field, draft, 'en-US')).toMatchObject({ text: '', chips: [] })
    }
    const field = Field.parse({ key, type: 'text', label })
    const typed = edited(emptyDraft('k'), field, { value: 'yes' })
    expect(toForm([field], typed.inputs)).toEqual({ [key]: 'yes' })

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
