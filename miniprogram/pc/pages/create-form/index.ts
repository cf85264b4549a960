import { formPage } from '../../../features/form/form-page.ts'

Page(formPage('pc'))
