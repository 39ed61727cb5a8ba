/* Standard normal distribution.
 * Quantile: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484.
 * Probability: W. J. Cody, Rational Chebyshev approximations for the error function, Mathematics of
 * Computation 23 (1969) 631-637, in the normal form of Cody, Algorithm 715 (ANORM), ACM Transactions on
 * Mathematical Software 19 (1993) 22-32. */
#include "scenario/normal.h"

#include "core/lane_math.h"

#define N_ELEMENT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* Polynomial with the coefficient of the highest power first. */
static double polynomial(const double *c, int n, double x)
{
    double sum = c[0];
    for (int i = 1; i < n; i++)
        sum = sum * x + c[i];
    return sum;
}

#define RATIO(above, below, x) \
    (polynomial(above, N_ELEMENT(above), x) / polynomial(below, N_ELEMENT(below), x))

static double central_quantile(double q)
{
    static const double above[] = {2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
                                   4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
                                   1.3314166789178437745e2, 3.3871328727963666080e0};
    static const double below[] = {
        5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
        5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0};
    return q * RATIO(above, below, 0.180625 - q * q);
}

/* r: square root of -log of the tail's probability. */
static double tail_quantile(double r)
{
    static const double near_above[] = {7.74545014278341407640e-4, 2.27238449892691845833e-2,
                                        2.41780725177450611770e-1, 1.27045825245236838258e0,
                                        3.64784832476320460504e0,  5.76949722146069140550e0,
                                        4.63033784615654529590e0,  1.42343711074968357734e0};
    static const double near_below[] = {1.05075007164441684324e-9, 5.47593808499534494600e-4,
                                        1.51986665636164571966e-2, 1.48103976427480074590e-1,
                                        6.89767334985100004550e-1, 1.67638483018380384940e0,
                                        2.05319162663775882187e0,  1.0};
    static const double far_above[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                                       1.24266094738807843860e-3, 2.65321895265761230930e-2,
                                       2.96560571828504891230e-1, 1.78482653991729133580e0,
                                       5.46378491116411436990e0,  6.65790464350110377720e0};
    static const double far_below[] = {2.04426310338993978564e-15, 1.42151175831644588870e-7,
                                       1.84631831751005468180e-5,  7.86869131145613259100e-4,
                                       1.48753612908506148525e-2,  1.36929880922735805310e-1,
                                       5.99832206555887937690e-1,  1.0};
    return r <= 5.0 ? RATIO(near_above, near_below, r - 1.6) : RATIO(far_above, far_below, r - 5.0);
}

double dt_normal_quantile(double p)
{
    double q = p - 0.5;
    if (q >= -0.425 && q <= 0.425) return central_quantile(q);
    double tail = q < 0.0 ? p : 1.0 - p;
    double z = tail_quantile(lane_sqrt(-lane_log(tail)));
    return q < 0.0 ? -z : z;
}

/* exp(-y*y/2) with y split so that the square is exact in its large part. */
static double bell(double y)
{
    double coarse = (double)(long)(y * 16.0) / 16.0;
    double rest = (y - coarse) * (y + coarse);
    return lane_exp(-coarse * coarse * 0.5) * lane_exp(-rest * 0.5);
}

/* |z| <= 0.67448975 */
static double central_below(double z)
{
    static const double above[] = {6.5682337918207449113e-2, 2.2352520354606839287e0, 1.6102823106855587881e2,
                                   1.0676894854603709582e3, 1.8154981253343561249e4};
    static const double below[] = {1.0, 4.7202581904688241870e1, 9.7609855173777669322e2,
                                   1.0260932208618978205e4, 4.5507789335026729956e4};
    return 0.5 + z * RATIO(above, below, z * z);
}

/* Probability beyond y, 0.67448975 < y <= 5.65685425 */
static double near_tail(double y)
{
    static const double above[] = {
        1.0765576773720192317e-8, 3.9894151208813466764e-1, 8.8831497943883759412e0,
        9.3506656132177855979e1,  5.9727027639480026226e2,  2.4945375852903726711e3,
        6.8481904505362823326e3,  1.1602651437647350124e4,  9.8427148383839780218e3};
    static const double below[] = {1.0,
                                   2.2266688044328115691e1,
                                   2.3538790178262499861e2,
                                   1.5193775994075548050e3,
                                   6.4855582982667607550e3,
                                   1.8615571640885098091e4,
                                   3.4900952721145977266e4,
                                   3.8912003286093271411e4,
                                   1.9685429676859990727e4};
    return bell(y) * RATIO(above, below, y);
}

/* Probability beyond y > 5.65685425 */
static double far_tail(double y)
{
    static const double above[] = {2.307344176494017303e-2, 2.1589853405795699e-1,   1.274011611602473639e-1,
                                   2.2235277870649807e-2,   1.421619193227893466e-3, 2.9112874951168792e-5};
    static const double below[] = {1.0,
                                   1.28426009614491121e0,
                                   4.68238212480865118e-1,
                                   6.59881378689285515e-2,
                                   3.78239633202758244e-3,
                                   7.29751555083966205e-5};
    const double inverse_root_two_pi = 3.9894228040143267794e-1;
    double x = 1.0 / (y * y);
    double correction = x * RATIO(above, below, x);
    return bell(y) * (inverse_root_two_pi - correction) / y;
}

double dt_normal_below(double z)
{
    double y = z < 0.0 ? -z : z;
    if (y <= 0.67448975) return central_below(z);
    double tail = y > 37.5 ? 0.0 : y <= 5.65685425 ? near_tail(y) : far_tail(y);
    return z < 0.0 ? tail : 1.0 - tail;
}
