/* détente: everything that the library offers. */
#ifndef DETENTE_DETENTE_H
#define DETENTE_DETENTE_H

#include "detente/arms.h"
#include "detente/analysis.h"
#include "detente/analysis_report.h"
#include "detente/backtest.h"
#include "detente/calibrate.h"
#include "detente/claims.h"
#include "detente/ensemble.h"
#include "detente/game.h"
#include "detente/game_report.h"
#include "detente/grid.h"
#include "detente/grid_plan.h"
#include "detente/grid_report.h"
#include "detente/normal_form.h"
#include "detente/param.h"
#include "detente/policy.h"
#include "detente/questions.h"
#include "detente/race.h"
#include "detente/report.h"
#include "detente/sample.h"
#include "detente/scenario.h"
#include "detente/search.h"
#include "detente/statistics.h"
#include "detente/status.h"
#include "detente/store.h"
#include "detente/supply_curve.h"
#include "detente/treaty.h"
#include "detente/version.h"
#include "detente/world.h"

#endif
