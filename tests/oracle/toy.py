"""The toy summit of play.md, section 5, retyped as the dictionary that a YAML reader would hand over."""

TOY = {
    "summitry": 1,
    "id": "toy-summit",
    "title": "Toy summit",
    "event": "summit",
    "actors": {"RUS": "Russia", "PRK": "North Korea", "USA": "United States"},
    "issues": {
        "pressure": {
            "scale": {"none": 0, "full enforcement": 100},
            "status_quo": 80,
            "stakes": {
                "RUS": {"position": 40, "salience": 20},
                "PRK": {"position": 0, "salience": 90},
                "USA": {"position": 85, "salience": 55},
            },
        },
        "lead": {
            "scale": {"many parties": 0, "Washington alone": 100},
            "status_quo": 75,
            "stakes": {
                "RUS": {"position": 15, "salience": 60},
                "PRK": {"position": 30, "salience": 45},
                "USA": {"position": 95, "salience": 55},
            },
        },
        "standing": {
            "scale": {"outcast": 0, "courted": 100},
            "status_quo": 35,
            "stakes": {
                "RUS": {"position": 80, "salience": 50},
                "PRK": {"position": 100, "salience": 80},
                "USA": {"position": 25, "salience": 20},
            },
        },
        "tests": {
            "scale": {"none": 0, "monthly": 100},
            "status_quo": 10,
            "stakes": {
                "RUS": {"position": 0, "salience": 30},
                "PRK": {"position": 60, "salience": 40},
                "USA": {"position": 0, "salience": 70},
            },
        },
    },
    "options": {
        "summit": {"by": ["RUS", "PRK"], "does": "hold the meeting"},
        "lax": {"by": "RUS", "does": "loosen enforcement"},
        "test": {"by": "PRK", "does": "resume long-range tests"},
        "talk": {"by": "USA", "does": "return to talks"},
        "ease": {"by": "USA", "does": "lift some sanctions"},
        "punish": {"by": "USA", "does": "sanction Russian firms"},
    },
    "impossible": ["ease and punish", "ease and test"],
    "consequences": [
        {"when": "summit", "moves": {"lead": -10, "standing": 20}},
        {"when": "lax", "moves": {"pressure": -8}, "costs": {"RUS": 1}},
        {"when": "test", "moves": {"standing": -10, "tests": 60}},
        {"when": "test and not talk", "moves": {"lead": -10}},
        {"when": "talk", "moves": {"standing": 10, "lead": 5}},
        {"when": "talk and test", "costs": {"USA": 10}},
        {"when": "ease", "moves": {"pressure": -25}, "costs": {"USA": 3}},
        {"when": "punish", "costs": {"USA": 3}},
        {"when": "punish and lax", "costs": {"RUS": 14, "USA": -8}},
    ],
}
