import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, planMultiStage, type MultiStageOptions } from '../../server/src/core/index';
import { memoryContext } from '../support/build-context';
import { checkGolden, readTree } from '../support/golden';
import { reportOf } from '../support/report';

const folder = join(import.meta.dirname, 'cases');
const cases = readdirSync(folder).sort();

describe('conversion cases', () => {
  it.each(cases)('%s', (name) => {
    const own = join(folder, name);
    const text = readFileSync(join(own, 'before.Dockerfile'), 'utf8');
    const files = readTree(join(own, 'context'));
    const optionsFile = join(own, 'options.json');
    const options = (existsSync(optionsFile) ? JSON.parse(readFileSync(optionsFile, 'utf8')) : {}) as MultiStageOptions;
    const context = Object.keys(files).length === 0 ? {} : { context: memoryContext(files) };
    const analysis = analyze(text, context);
    const result = planMultiStage(analysis, options);
    checkGolden(join(own, 'after.Dockerfile'), result.kind === 'plan' ? result.text : undefined);
    checkGolden(join(own, 'report.txt'), reportOf(analysis, result));
    if (result.kind === 'refusal') return;

    // Whatever the case: each instruction is placed once, with a reason, and the result is not converted again.
    const placed = result.dispositions.map(({ instruction }) => instruction.index);
    expect(placed).toEqual(analysis.file.instructions.map(({ index }) => index));
    expect(result.dispositions.every(({ why }) => /^[A-Z].*\.$/s.test(why))).toBe(true);
    expect(planMultiStage(analyze(result.text, context), options)).toMatchObject({ kind: 'refusal', id: 'R14' });
  });
});
