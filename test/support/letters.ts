import {
  newLetter,
  type Letter,
  type LetterContent,
  type LetterStatus,
} from '../../server/domain/letters/letter.ts'
import { T0 } from './builders.ts'

export const aLetterContent = (over: Partial<LetterContent> = {}): LetterContent => ({
  template: '1008',
  language: 'zh-CN',
  to: 'u_bob',
  title: { 'zh-CN': '采购' },
  titlePerson: 'u_alice',
  comment: null,
  subject: {
    person: null,
    personName: null,
    department: null,
    departmentName: null,
    summaries: [{ 'zh-CN': '**100** 支笔\n第二行' }],
  },
  note: null,
  sender: null,
  text: null,
  links: [{ name: null, url: 'https://a.b', android: 'https://a.b', ios: 'https://a.b', pc: 'https://a.b' }],
  buttons: [],
  ...over,
})

export const LETTER = '212345678901234567'

export const aLetter = (over: Partial<Letter> = {}): Letter => ({
  id: LETTER,
  source: 'erp',
  content: aLetterContent(),
  callback: null,
  shown: null,
  told: null,
  at: T0,
  ...over,
})

export const aLetterRecord = (over: Partial<Letter> = {}) => newLetter(aLetter(over))

export const asStatus = (status: string): LetterStatus => ({
  status,
  name: null,
  detail: null,
  language: 'zh-CN',
})
