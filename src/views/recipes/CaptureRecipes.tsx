import { RECIPES } from '../../model/recipes.ts';
import { useSay } from '../context.ts';
import css from './RecipeList.module.css';
import { RecipeList } from './RecipeList.tsx';

/** All recipes for Go and C together, of the welcome page. */
export default function CaptureRecipes() {
  const t = useSay();
  return (
    <>
      <p className={css.lead}>{t('recipe.lead')}</p>
      <RecipeList recipes={RECIPES} />
    </>
  );
}
