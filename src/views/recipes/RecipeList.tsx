import { learnWords } from '../../base/words/book.ts';
import { recipesWords } from '../../base/words/recipes.ts';
import type { Recipe } from '../../model/recipes.ts';
import { Command } from '../../ui/Command.tsx';
import { useSay } from '../context.ts';
import css from './RecipeList.module.css';

learnWords(recipesWords);

/** Ways to capture: what each gives, what it needs, where it does not work, and its commands ready to copy. */
export function RecipeList({ recipes }: { readonly recipes: readonly Recipe[] }) {
  const t = useSay();
  return (
    <ul className={css.list}>
      {recipes.map(({ id, commands, root, rebuild, framePointers }) => (
        <li key={id}>
          <div className={css.about}>
            <h3 className={css.name}>{t(`recipe.${id}`)}</h3>
            <p className={css.gives}>{t(`recipe.${id}.gives`)}</p>
            <p className={css.needs}>
              <span>{t(root ? 'recipe.root' : 'recipe.noRoot')}</span>
              <span>{t(rebuild ? 'recipe.rebuild' : 'recipe.noRebuild')}</span>
              <span>{t(`recipe.fp.${framePointers}`)}</span>
            </p>
          </div>
          <div className={css.how}>
            <Command text={commands.join('\n')} copyLabel={t('shell.copyCommand')} doneLabel={t('shell.copied')} />
            <p className={css.limits}>{t(`recipe.${id}.limits`)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
