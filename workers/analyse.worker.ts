import '../src/base/polyfills.ts';
import { expose, transfer } from 'comlink';
import { Analyst } from '../src/analysis/analyst.ts';
import type { AnalyseApi } from '../src/contract/api.ts';

const analyst = new Analyst();
void analyst;
void expose;
void transfer;

export type { AnalyseApi };
